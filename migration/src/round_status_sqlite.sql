PRAGMA defer_foreign_keys = ON;
CREATE TABLE kept_round AS SELECT * FROM assignment_round;
CREATE TABLE kept_input AS SELECT * FROM round_input;
CREATE TABLE kept_proposal AS SELECT * FROM round_proposal;
DROP TABLE assignment_round;
CREATE TABLE assignment_round (
  id {id},
  status TEXT NOT NULL CHECK (status IN ('COMPUTING', 'PROPOSED', 'APPLIED', 'REVERTED', 'DISCARDED', 'INFEASIBLE', 'CANCELLED', 'FAILED')),
  parameters {json} NOT NULL,
  objective BIGINT NOT NULL,
  optimal BOOLEAN NOT NULL,
  bound BIGINT,
  weights_version BIGINT NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0),
  proposed_by BIGINT NOT NULL REFERENCES account (id),
  proposed_at {timestamp} NOT NULL,
  closed_at {timestamp},
  CHECK ((status IN ('COMPUTING', 'PROPOSED')) = (closed_at IS NULL))
);
INSERT INTO assignment_round (id, status, parameters, objective, optimal, bound, weights_version, version, proposed_by, proposed_at, closed_at)
  SELECT id, status, parameters, objective, optimal, bound, weights_version, version, proposed_by, proposed_at, closed_at FROM kept_round;
INSERT INTO round_input SELECT * FROM kept_input;
INSERT INTO round_proposal SELECT * FROM kept_proposal;
DROP TABLE kept_round;
DROP TABLE kept_input;
DROP TABLE kept_proposal;
