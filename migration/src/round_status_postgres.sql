ALTER TABLE assignment_round DROP CONSTRAINT assignment_round_status_check;
ALTER TABLE assignment_round DROP CONSTRAINT assignment_round_check;
ALTER TABLE assignment_round ADD CONSTRAINT assignment_round_status_check CHECK (
  status IN ('COMPUTING', 'PROPOSED', 'APPLIED', 'REVERTED', 'DISCARDED', 'INFEASIBLE', 'CANCELLED', 'FAILED')
);
ALTER TABLE assignment_round ADD CONSTRAINT assignment_round_check CHECK (
  (status IN ('COMPUTING', 'PROPOSED')) = (closed_at IS NULL)
);
