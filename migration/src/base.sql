-- {id}, {timestamp}, {json} and {real} stand for each database's own type; see `dialect.rs`.

CREATE TABLE desk (
  id {id},
  code TEXT NOT NULL UNIQUE,
  name_fa TEXT NOT NULL,
  name_en TEXT NOT NULL,
  seats_min INTEGER NOT NULL CHECK (seats_min >= 0),
  seats_max INTEGER NOT NULL,
  externals_min INTEGER NOT NULL CHECK (externals_min >= 0),
  CHECK (seats_min <= seats_max),
  CHECK (externals_min <= seats_max)
);

CREATE TABLE org_unit (
  id {id},
  code TEXT NOT NULL UNIQUE,
  name_fa TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('OFFICE', 'DEPUTY', 'ORGANISATION', 'DISTRICT')),
  parent_id BIGINT REFERENCES org_unit (id),
  nearest_desk_id BIGINT REFERENCES desk (id),
  CHECK (parent_id IS NULL OR parent_id <> id)
);
CREATE INDEX org_unit_parent ON org_unit (parent_id);

CREATE TABLE concept (
  id {id},
  code TEXT NOT NULL UNIQUE,
  desk_id BIGINT NOT NULL REFERENCES desk (id),
  facet TEXT NOT NULL CHECK (facet IN ('TOPIC', 'OBJECT', 'FUNCTION')),
  name_fa TEXT NOT NULL,
  name_en TEXT NOT NULL,
  weight {real} NOT NULL CHECK (weight > 0)
);
CREATE INDEX concept_desk ON concept (desk_id);

CREATE TABLE concept_term (
  id {id},
  concept_id BIGINT NOT NULL REFERENCES concept (id) ON DELETE CASCADE,
  language TEXT NOT NULL CHECK (language IN ('FA', 'EN')),
  term TEXT NOT NULL,
  term_key TEXT NOT NULL,
  UNIQUE (concept_id, language, term_key)
);

CREATE TABLE member (
  id {id},
  member_no BIGINT NOT NULL UNIQUE CHECK (member_no > 0),
  full_name TEXT NOT NULL CHECK (full_name <> ''),
  name_key TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('INTERNAL', 'EXTERNAL')),
  tier TEXT NOT NULL CHECK (tier IN ('MEMBER', 'PLANNER')),
  standing TEXT NOT NULL CHECK (standing IN ('APPLICANT', 'ACTIVE', 'SUSPENDED', 'LEFT')),
  org_unit_id BIGINT REFERENCES org_unit (id),
  field TEXT NOT NULL,
  field_key TEXT NOT NULL,
  degree TEXT NOT NULL CHECK (degree IN ('DIPLOMA', 'ASSOCIATE', 'BACHELOR', 'MASTER', 'DOCTORATE')),
  job TEXT NOT NULL,
  bio TEXT NOT NULL,
  national_id TEXT UNIQUE,
  mobile TEXT,
  email TEXT,
  max_load INTEGER NOT NULL CHECK (max_load BETWEEN 0 AND 20),
  joined_on DATE NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0),
  created_at {timestamp} NOT NULL,
  updated_at {timestamp} NOT NULL,
  CHECK (kind = 'EXTERNAL' OR org_unit_id IS NOT NULL)
);
CREATE INDEX member_name ON member (name_sort, id);
CREATE INDEX member_tier ON member (tier, standing);
CREATE INDEX member_org_unit ON member (org_unit_id);

CREATE TABLE member_expertise (
  id {id},
  member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  concept_id BIGINT REFERENCES concept (id),
  phrase TEXT NOT NULL CHECK (phrase <> ''),
  phrase_key TEXT NOT NULL,
  level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
  source TEXT NOT NULL CHECK (source IN ('STATED', 'IMPORTED', 'OBSERVED')),
  UNIQUE (member_id, phrase_key)
);
CREATE INDEX member_expertise_concept ON member_expertise (concept_id);

CREATE TABLE account (
  id {id},
  username TEXT NOT NULL UNIQUE CHECK (username <> ''),
  password_hash TEXT,
  role TEXT NOT NULL CHECK (role IN ('COORDINATOR', 'DEPUTY', 'EXPERT', 'FRONTEND', 'AUDITOR')),
  org_unit_id BIGINT REFERENCES org_unit (id),
  member_id BIGINT UNIQUE REFERENCES member (id),
  disabled BOOLEAN NOT NULL,
  created_at {timestamp} NOT NULL,
  CHECK (role <> 'DEPUTY' OR org_unit_id IS NOT NULL),
  CHECK (role <> 'EXPERT' OR member_id IS NOT NULL)
);

CREATE TABLE token (
  id {id},
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  hash TEXT NOT NULL UNIQUE,
  created_at {timestamp} NOT NULL,
  expires_at {timestamp} NOT NULL,
  revoked_at {timestamp}
);
CREATE INDEX token_account ON token (account_id);

CREATE TABLE idempotency (
  id {id},
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  operation TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  created_at {timestamp} NOT NULL,
  UNIQUE (account_id, operation, idempotency_key)
);

CREATE TABLE assignment_round (
  id {id},
  status TEXT NOT NULL CHECK (status IN ('PROPOSED', 'APPLIED', 'REVERTED', 'DISCARDED')),
  parameters {json} NOT NULL,
  objective BIGINT NOT NULL,
  optimal BOOLEAN NOT NULL,
  bound BIGINT,
  weights_version BIGINT NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0),
  proposed_by BIGINT NOT NULL REFERENCES account (id),
  proposed_at {timestamp} NOT NULL,
  closed_at {timestamp},
  CHECK ((status = 'PROPOSED') = (closed_at IS NULL))
);

CREATE TABLE round_input (
  round_id BIGINT PRIMARY KEY REFERENCES assignment_round (id) ON DELETE CASCADE,
  data {json_text} NOT NULL
);

CREATE TABLE desk_preference (
  member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  desk_id BIGINT NOT NULL REFERENCES desk (id),
  position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 6),
  PRIMARY KEY (member_id, desk_id),
  UNIQUE (member_id, position)
);

CREATE TABLE round_proposal (
  id {id},
  round_id BIGINT NOT NULL REFERENCES assignment_round (id) ON DELETE CASCADE,
  desk_id BIGINT NOT NULL REFERENCES desk (id),
  member_id BIGINT NOT NULL REFERENCES member (id),
  change TEXT NOT NULL CHECK (change IN ('ADDED', 'KEPT', 'REMOVED')),
  score {real} NOT NULL,
  contributions {json} NOT NULL,
  UNIQUE (round_id, desk_id, member_id)
);
CREATE INDEX round_proposal_member ON round_proposal (member_id);

CREATE TABLE seat (
  id {id},
  desk_id BIGINT NOT NULL REFERENCES desk (id),
  member_id BIGINT NOT NULL REFERENCES member (id),
  role TEXT NOT NULL CHECK (role IN ('CHAIR', 'SECRETARY', 'MEMBER')),
  round_id BIGINT REFERENCES assignment_round (id),
  ended_round_id BIGINT REFERENCES assignment_round (id),
  since {timestamp} NOT NULL,
  until {timestamp},
  CHECK (until IS NULL OR until >= since),
  CHECK (ended_round_id IS NULL OR until IS NOT NULL)
);
CREATE UNIQUE INDEX seat_current ON seat (desk_id, member_id) WHERE until IS NULL;
CREATE UNIQUE INDEX seat_one_chair ON seat (desk_id) WHERE until IS NULL AND role = 'CHAIR';
CREATE INDEX seat_member ON seat (member_id);
CREATE INDEX seat_round ON seat (round_id);
CREATE INDEX seat_ended_round ON seat (ended_round_id);

CREATE TABLE problem (
  id {id},
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  search_key TEXT NOT NULL,
  org_unit_id BIGINT NOT NULL REFERENCES org_unit (id),
  district INTEGER CHECK (district BETWEEN 1 AND 14),
  urgency TEXT NOT NULL CHECK (urgency IN ('LOW', 'NORMAL', 'HIGH', 'CRITICAL')),
  status TEXT NOT NULL CHECK (status IN ('DRAFT', 'TRIAGE', 'ROUTED', 'CONFIRMED', 'STAFFED', 'IN_PROGRESS', 'RESOLVED', 'CLOSED', 'WITHDRAWN')),
  desk_id BIGINT REFERENCES desk (id),
  version BIGINT NOT NULL CHECK (version > 0),
  posted_by BIGINT NOT NULL REFERENCES account (id),
  posted_at {timestamp} NOT NULL,
  due_at {timestamp},
  updated_at {timestamp} NOT NULL,
  CHECK (desk_id IS NOT NULL OR status IN ('DRAFT', 'TRIAGE', 'WITHDRAWN'))
);
CREATE INDEX problem_posted ON problem (posted_at, id);
CREATE INDEX problem_org_unit ON problem (org_unit_id, posted_at, id);
CREATE INDEX problem_desk ON problem (desk_id, posted_at, id);

CREATE TABLE problem_concept (
  problem_id BIGINT NOT NULL REFERENCES problem (id) ON DELETE CASCADE,
  concept_id BIGINT NOT NULL REFERENCES concept (id),
  PRIMARY KEY (problem_id, concept_id)
);
CREATE INDEX problem_concept_concept ON problem_concept (concept_id);

CREATE TABLE team_member (
  id {id},
  problem_id BIGINT NOT NULL REFERENCES problem (id) ON DELETE CASCADE,
  member_id BIGINT NOT NULL REFERENCES member (id),
  status TEXT NOT NULL CHECK (status IN ('INVITED', 'ACCEPTED', 'DECLINED', 'EXPIRED')),
  role TEXT NOT NULL CHECK (role IN ('LEAD', 'MEMBER')),
  alternate_of BIGINT UNIQUE REFERENCES team_member (id),
  score {real} NOT NULL,
  contributions {json} NOT NULL,
  concepts {json} NOT NULL,
  reason TEXT,
  invited_at {timestamp} NOT NULL,
  expires_at {timestamp} NOT NULL,
  answered_at {timestamp},
  UNIQUE (problem_id, member_id),
  CHECK ((status = 'INVITED') = (answered_at IS NULL))
);
CREATE INDEX team_member_member ON team_member (member_id, status);
CREATE INDEX team_member_expiry ON team_member (status, expires_at);

CREATE TABLE routing (
  id {id},
  problem_id BIGINT NOT NULL REFERENCES problem (id) ON DELETE CASCADE,
  source TEXT NOT NULL CHECK (source IN ('ENGINE', 'COORDINATOR')),
  decision TEXT NOT NULL CHECK (decision IN ('ROUTED', 'TRIAGE')),
  desk_id BIGINT REFERENCES desk (id),
  reason TEXT,
  confidence {real} NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  routability {real} NOT NULL CHECK (routability BETWEEN 0 AND 1),
  weights_version BIGINT NOT NULL,
  counterfactual {json},
  decided_by BIGINT REFERENCES account (id),
  decided_at {timestamp} NOT NULL,
  CHECK ((decision = 'ROUTED') = (desk_id IS NOT NULL)),
  CHECK (source = 'ENGINE' OR decided_by IS NOT NULL)
);
CREATE INDEX routing_problem ON routing (problem_id, id);

CREATE TABLE routing_desk (
  id {id},
  routing_id BIGINT NOT NULL REFERENCES routing (id) ON DELETE CASCADE,
  desk_id BIGINT NOT NULL REFERENCES desk (id),
  position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 6),
  score {real} NOT NULL,
  confidence {real} NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  UNIQUE (routing_id, desk_id),
  UNIQUE (routing_id, position)
);

CREATE TABLE routing_contribution (
  id {id},
  routing_desk_id BIGINT NOT NULL REFERENCES routing_desk (id) ON DELETE CASCADE,
  feature TEXT NOT NULL,
  value {real} NOT NULL,
  weight {real} NOT NULL,
  points {real} NOT NULL,
  evidence {json} NOT NULL,
  UNIQUE (routing_desk_id, feature)
);

CREATE TABLE weights (
  id {id},
  version BIGINT NOT NULL UNIQUE CHECK (version > 1),
  base_version BIGINT NOT NULL CHECK (base_version > 0),
  status TEXT NOT NULL CHECK (status IN ('PROPOSED', 'PUBLISHED')),
  feature_weights {json} NOT NULL,
  back_test {json} NOT NULL,
  decisions INTEGER NOT NULL CHECK (decisions > 0),
  proposed_by BIGINT NOT NULL REFERENCES account (id),
  proposed_at {timestamp} NOT NULL,
  published_by BIGINT REFERENCES account (id),
  published_at {timestamp},
  CHECK (base_version < version),
  CHECK ((status = 'PUBLISHED') = (published_at IS NOT NULL)),
  CHECK ((published_by IS NULL) = (published_at IS NULL))
);

CREATE TABLE audit_event (
  id {id},
  at {timestamp} NOT NULL,
  actor_id BIGINT REFERENCES account (id),
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  data {json_text} NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
);
CREATE INDEX audit_event_subject ON audit_event (subject, subject_id, id);
CREATE UNIQUE INDEX audit_event_chain ON audit_event (previous_hash);

INSERT INTO desk (code, name_fa, name_en, seats_min, seats_max, externals_min) VALUES
  ('URBAN_SERVICES', 'خدمات شهری', 'Urban services', 30, 50, 15),
  ('PLANNING_HR', 'برنامه‌ریزی و منابع انسانی', 'Planning and human resources', 30, 50, 15),
  ('URBANISM', 'شهرسازی', 'Urbanism', 30, 50, 15),
  ('CIVIL_TRANSPORT', 'عمران و حمل و نقل', 'Civil engineering and transport', 30, 50, 15),
  ('CULTURAL', 'فرهنگی', 'Culture', 30, 50, 15),
  ('FINANCE_ECONOMY', 'مالی و اقتصادی', 'Finance and economy', 30, 50, 15);
