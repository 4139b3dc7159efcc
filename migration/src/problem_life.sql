-- Answers to problems, each with the rating that its reporter gave; a reopened one stays.

CREATE TABLE problem_resolution (
  id {id},
  problem_id BIGINT NOT NULL REFERENCES problem (id) ON DELETE CASCADE,
  answer TEXT NOT NULL CHECK (answer <> ''),
  resolved_by BIGINT NOT NULL REFERENCES account (id),
  resolved_at {timestamp} NOT NULL,
  stars INTEGER CHECK (stars BETWEEN 1 AND 5),
  comment TEXT,
  rated_by BIGINT REFERENCES account (id),
  rated_at {timestamp},
  reopened_at {timestamp},
  CHECK ((stars IS NULL) = (rated_at IS NULL)),
  CHECK ((rated_by IS NULL) = (rated_at IS NULL)),
  CHECK (stars IS NOT NULL OR comment IS NULL)
);
CREATE INDEX problem_resolution_problem ON problem_resolution (problem_id, id);
CREATE UNIQUE INDEX problem_resolution_standing ON problem_resolution (problem_id) WHERE reopened_at IS NULL;

CREATE TABLE problem_comment (
  id {id},
  problem_id BIGINT NOT NULL REFERENCES problem (id) ON DELETE CASCADE,
  body TEXT NOT NULL CHECK (body <> ''),
  author_id BIGINT NOT NULL REFERENCES account (id),
  posted_at {timestamp} NOT NULL
);
CREATE INDEX problem_comment_problem ON problem_comment (problem_id, id);
