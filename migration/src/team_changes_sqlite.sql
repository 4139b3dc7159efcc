-- The new table refers to itself, so that dropping the old one leaves nothing dangling; the
-- renaming carries the reference along.

CREATE TABLE team_member_new (
  id {id},
  problem_id BIGINT NOT NULL REFERENCES problem (id) ON DELETE CASCADE,
  member_id BIGINT NOT NULL REFERENCES member (id),
  status TEXT NOT NULL CHECK (status IN ('INVITED', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'CANCELLED', 'REMOVED')),
  role TEXT NOT NULL CHECK (role IN ('LEAD', 'MEMBER')),
  alternate_of BIGINT REFERENCES team_member_new (id),
  score {real} NOT NULL,
  contributions {json} NOT NULL,
  concepts {json} NOT NULL,
  reason TEXT,
  invited_at {timestamp} NOT NULL,
  expires_at {timestamp} NOT NULL,
  answered_at {timestamp},
  declares_conflict BOOLEAN NOT NULL DEFAULT FALSE,
  UNIQUE (problem_id, member_id),
  CHECK ((status = 'INVITED') = (answered_at IS NULL))
);
INSERT INTO team_member_new (id, problem_id, member_id, status, role, alternate_of, score, contributions, concepts, reason, invited_at, expires_at, answered_at)
  SELECT id, problem_id, member_id, status, role, alternate_of, score, contributions, concepts, reason, invited_at, expires_at, answered_at
  FROM team_member ORDER BY id;
DROP TABLE team_member;
ALTER TABLE team_member_new RENAME TO team_member;
CREATE INDEX team_member_member ON team_member (member_id, status);
CREATE INDEX team_member_expiry ON team_member (status, expires_at);
