-- Whom an account is at the provider of single sign-on; an account has one such identity at most.
CREATE TABLE account_identity (
  account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  issuer TEXT NOT NULL CHECK (issuer <> ''),
  subject TEXT NOT NULL CHECK (subject <> ''),
  claimed_at {timestamp} NOT NULL,
  UNIQUE (issuer, subject)
);

-- A session that the provider's token opened ends with that token and is not prolonged here.
ALTER TABLE token ADD COLUMN single_sign_on BOOLEAN NOT NULL DEFAULT FALSE;

-- Such tokens are short and many, and are forgotten by their end.
CREATE INDEX token_expiry ON token (expires_at);
