ALTER TABLE team_member DROP CONSTRAINT team_member_status_check;
ALTER TABLE team_member ADD CONSTRAINT team_member_status_check CHECK (status IN ('INVITED', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'CANCELLED', 'REMOVED'));
ALTER TABLE team_member DROP CONSTRAINT team_member_alternate_of_key;
ALTER TABLE team_member ADD COLUMN declares_conflict BOOLEAN NOT NULL DEFAULT FALSE;
