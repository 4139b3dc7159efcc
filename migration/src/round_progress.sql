CREATE TABLE round_computation (
  round_id BIGINT PRIMARY KEY REFERENCES assignment_round (id) ON DELETE CASCADE,
  owner TEXT NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('WAITING', 'SOLVING', 'STORING')),
  steps BIGINT NOT NULL CHECK (steps >= 0),
  budget BIGINT NOT NULL CHECK (budget > 0),
  best BIGINT,
  bound BIGINT,
  failure TEXT CHECK (failure IN ('PROCESS_ENDED', 'UNDECIDED', 'INTERNAL')),
  started_at {timestamp} NOT NULL,
  seen_at {timestamp} NOT NULL
);

CREATE TABLE round_report (
  round_id BIGINT PRIMARY KEY REFERENCES assignment_round (id) ON DELETE CASCADE,
  data {json_text} NOT NULL
);

ALTER TABLE idempotency ADD COLUMN answer {json_text};
