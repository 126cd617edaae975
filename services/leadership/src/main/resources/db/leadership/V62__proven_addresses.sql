-- An address is only somebody's once they opened a link that was sent there. A new one is unproven.
ALTER TABLE telling.person ADD COLUMN IF NOT EXISTS proven_at timestamptz;

-- Letters that ask for proof. The link holds the token, the table its digest.
CREATE TABLE IF NOT EXISTS telling.mail_proof (
  seq          bigserial PRIMARY KEY,
  person       text NOT NULL,
  mail         text NOT NULL,
  asked_at     timestamptz NOT NULL DEFAULT now(),
  ends_at      timestamptz NOT NULL, -- from then on the link proves nothing
  due_at       timestamptz NOT NULL DEFAULT now(),
  attempts     int  NOT NULL DEFAULT 0,
  token_sha256 bytea UNIQUE,         -- of the last attempt
  sent_at      timestamptz
);
CREATE INDEX IF NOT EXISTS mail_proof_due ON telling.mail_proof (due_at) WHERE sent_at IS NULL;
CREATE INDEX IF NOT EXISTS mail_proof_by_time ON telling.mail_proof (asked_at);

-- Addresses that the operator's configuration names: those persons' until they choose another, and
-- proven by that. Taken over at every start.
CREATE TABLE IF NOT EXISTS access.configured_mail (
  person text PRIMARY KEY,
  mail   text NOT NULL
);
