-- Who wants to be told what, and who was told. None of it follows from the topics, so it lies in a
-- schema of its own: the read model (schema public) may be dropped and derived again beside it, and
-- nothing is told a second time. Hence also IF NOT EXISTS: these migrations then run again.
CREATE SCHEMA IF NOT EXISTS telling;

-- How a person is reached, and when not.
CREATE TABLE IF NOT EXISTS telling.person (
  person      text    PRIMARY KEY,
  mail        text,
  language    text    NOT NULL,
  zone        text    NOT NULL, -- of the times of day below
  digest_at   time    NOT NULL,
  quiet_from  time,
  quiet_until time,
  deep_anyway boolean NOT NULL  -- what is deep is told in quiet hours as well
);

CREATE TABLE IF NOT EXISTS telling.subscription (
  seq             bigserial PRIMARY KEY,
  subscription_id text   NOT NULL UNIQUE,
  owner           text   NOT NULL,
  title           text   NOT NULL,
  nodes           text[] NOT NULL, -- with all below them; empty: every node that the owner sees
  received_by     text,            -- the level that received it; absent: any
  kinds           text[] NOT NULL, -- empty: all
  severities      text[] NOT NULL, -- empty: all
  channel         text   NOT NULL, -- WEBHOOK or MAIL
  url             text,            -- of a webhook
  language        text   NOT NULL,
  gathering       text   NOT NULL, -- EACH, NODE, ALL or DAILY
  wait_seconds    int    NOT NULL, -- how long a gathering waits for more
  repeat_seconds  int,             -- told again while nobody answers; absent: once
  created_at      timestamptz NOT NULL DEFAULT now(),
  ended_at        timestamptz,
  ended_because   text             -- OWNER or GONE
);
CREATE INDEX IF NOT EXISTS subscription_by_owner ON telling.subscription (owner, seq);

-- What webhooks are signed with: all that have not ended. They are read by whoever reads this table.
CREATE TABLE IF NOT EXISTS telling.secret (
  seq             bigserial PRIMARY KEY,
  subscription_id text  NOT NULL,
  secret          bytea NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  ends_at         timestamptz
);
CREATE INDEX IF NOT EXISTS secret_by_subscription ON telling.secret (subscription_id);

-- Who is told instead of whom, and until when.
CREATE TABLE IF NOT EXISTS telling.substitution (
  substitution_id bigserial PRIMARY KEY,
  person          text NOT NULL,
  stand_in        text NOT NULL,
  starts_at       timestamptz NOT NULL,
  ends_at         timestamptz NOT NULL,
  created_by      text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS substitution_by_person ON telling.substitution (person, ends_at);

-- The escalations that subscriptions were asked about, whether anybody wanted them or not.
CREATE TABLE IF NOT EXISTS telling.told (
  escalation_id text PRIMARY KEY,
  at            timestamptz NOT NULL DEFAULT now()
);

-- The outbox and the log in one: what is told to whom by which channel, and what became of it.
CREATE TABLE IF NOT EXISTS telling.delivery (
  seq             bigserial PRIMARY KEY,
  delivery_id     text NOT NULL UNIQUE, -- follows from what is told first, and to whom
  subscription_id text NOT NULL,
  owner           text NOT NULL,
  person          text NOT NULL,        -- who is told: the owner, or who stands in
  channel         text NOT NULL,
  address         text NOT NULL,
  receiver        text NOT NULL,        -- whose queue it stands in
  language        text NOT NULL,
  gathered_by     text NOT NULL,
  reason          text NOT NULL,        -- NEW, REPEAT or TEST
  state           text NOT NULL,        -- WAITING, ARRIVED, GIVEN_UP, ENDED or WITHHELD
  due_at          timestamptz NOT NULL,
  by_hand         boolean NOT NULL DEFAULT false, -- the next attempt was asked for
  attempts        int  NOT NULL DEFAULT 0,        -- since it was made or asked for again
  content         text,                 -- as it is sent; from the first attempt on it stays
  created_at      timestamptz NOT NULL DEFAULT now(),
  first_at        timestamptz,
  arrived_at      timestamptz
);
CREATE INDEX IF NOT EXISTS delivery_due ON telling.delivery (receiver, due_at) WHERE state = 'WAITING';
CREATE INDEX IF NOT EXISTS delivery_by_owner ON telling.delivery (owner, seq DESC);
CREATE INDEX IF NOT EXISTS delivery_by_person ON telling.delivery (person, seq DESC);
CREATE INDEX IF NOT EXISTS delivery_by_subscription ON telling.delivery (subscription_id, seq DESC);
CREATE INDEX IF NOT EXISTS delivery_gathering ON telling.delivery (subscription_id, person, gathered_by)
  WHERE state = 'WAITING' AND content IS NULL;

CREATE TABLE IF NOT EXISTS telling.item (
  delivery_id     text   NOT NULL,
  subscription_id text   NOT NULL,
  person          text   NOT NULL,
  escalation_id   text   NOT NULL,
  repeat          int    NOT NULL, -- 0 the first time
  exception_id    text,
  node_id         text COLLATE "C" NOT NULL,
  kind            text   NOT NULL,
  change          text,
  severity        text   NOT NULL,
  told_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (delivery_id, escalation_id, repeat),
  UNIQUE (subscription_id, person, escalation_id, repeat)
);
CREATE INDEX IF NOT EXISTS item_by_exception ON telling.item (subscription_id, exception_id, told_at DESC);
CREATE INDEX IF NOT EXISTS item_by_escalation ON telling.item (escalation_id);

CREATE TABLE IF NOT EXISTS telling.attempt (
  seq         bigserial PRIMARY KEY,
  delivery_id text   NOT NULL,
  fence       bigint NOT NULL, -- of the lease under which it was made
  by_hand     boolean NOT NULL,
  at          timestamptz NOT NULL,
  took_millis int    NOT NULL,
  outcome     text   NOT NULL, -- ARRIVED, ANSWERED, GONE, TIMEOUT, FAILED, REFUSED
  status      int,             -- what a webhook answered
  said        text   NOT NULL  -- an extract of the answer, or what went wrong
);
CREATE INDEX IF NOT EXISTS attempt_by_delivery ON telling.attempt (delivery_id, seq);

-- One of the processes that may send does. fence counts how often it changed hands.
CREATE TABLE IF NOT EXISTS telling.lease (
  name       text PRIMARY KEY,
  holder     text   NOT NULL,
  fence      bigint NOT NULL,
  expires_at timestamptz NOT NULL,
  begun      boolean NOT NULL DEFAULT false -- what happened before anybody sent is history
);

-- Addresses of calendars: whoever has the token may read it, so only its digest is kept.
CREATE TABLE IF NOT EXISTS telling.calendar (
  token_sha256 bytea PRIMARY KEY,
  person       text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  revoked_at   timestamptz
);
CREATE INDEX IF NOT EXISTS calendar_by_person ON telling.calendar (person);
