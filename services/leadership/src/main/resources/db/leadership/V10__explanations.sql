-- What explanations are made of, beside the entries themselves. A database that was filled by an
-- earlier version holds none of it for entries before this migration: drop it to derive it again.

-- Which entries concern a node: those that name it, and those that weighed it.
CREATE TABLE node_entry (
  node_id    text COLLATE "C" NOT NULL,
  tier       text    NOT NULL,
  partition  int     NOT NULL,
  sequence   bigint  NOT NULL,
  input_type text    NOT NULL,
  own        boolean NOT NULL, -- the input names this node
  accepted   boolean NOT NULL,
  weighed    boolean NOT NULL,
  data_date  date,             -- of the figures that were weighed
  taken_at   timestamptz NOT NULL,
  PRIMARY KEY (node_id, tier, partition, sequence)
);

-- The passing of time, as the partitions of the trail saw it.
CREATE TABLE tick (
  tier      text   NOT NULL,
  partition int    NOT NULL,
  sequence  bigint NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (tier, partition, sequence)
);

-- Decisions, also those that were refused; refused_* says why.
CREATE TABLE decision (
  node_id          text COLLATE "C" NOT NULL,
  exception_id     text,
  kind             text NOT NULL,
  decided_by       text NOT NULL,
  decided_as       text,
  decided_at       timestamptz NOT NULL,
  reason           text NOT NULL,
  limit_10000      bigint,
  until_date       date,
  plan_due_on      date,
  handed_to        text,
  answers_revision int,
  cost_minor       bigint,
  finish           date,
  tolerance_id     text,           -- of a silence window; absent for the whole node
  accepted         boolean NOT NULL,
  refused_reason   text,
  refused_field    text,
  refused_value    text,
  refused_expected text,
  tier             text   NOT NULL,
  partition        int    NOT NULL,
  sequence         bigint NOT NULL,
  event_id         text,
  taken_at         timestamptz NOT NULL,
  PRIMARY KEY (tier, partition, sequence)
);
CREATE INDEX decision_by_node ON decision (node_id, sequence);

-- What would have been announced and was not.
CREATE TABLE suppression (
  node_id      text COLLATE "C" NOT NULL,
  tolerance_id text   NOT NULL,
  exception_id text,
  why          text   NOT NULL,
  count        int    NOT NULL,
  since        date   NOT NULL,
  on_date      date   NOT NULL,
  tier         text   NOT NULL,
  partition    int    NOT NULL,
  sequence     bigint NOT NULL,
  event_id     text,
  kept_by      text  -- who muted, or the exception that explains it
);
CREATE INDEX suppression_by_tolerance ON suppression (node_id, tolerance_id, sequence);

-- Exceptions that went one level up because nobody answered.
CREATE TABLE passed_up (
  exception_id  text   NOT NULL,
  node_id       text COLLATE "C" NOT NULL,
  from_level    text   NOT NULL,
  to_level      text   NOT NULL,
  waited_for    text   NOT NULL,
  waiting_since timestamptz NOT NULL,
  at            timestamptz NOT NULL,
  revision      int    NOT NULL,
  tier          text   NOT NULL,
  partition     int    NOT NULL,
  sequence      bigint NOT NULL,
  event_id      text
);
CREATE INDEX passed_up_by_exception ON passed_up (exception_id, sequence);

-- When versions of tolerances began to stand and ran out.
CREATE TABLE tolerance_period (
  node_id      text COLLATE "C" NOT NULL,
  tolerance_id text   NOT NULL,
  version      int    NOT NULL,
  what         text   NOT NULL, -- TAKEN, SCHEDULED or ENDED
  tier         text   NOT NULL,
  partition    int    NOT NULL,
  sequence     bigint NOT NULL
);
CREATE INDEX tolerance_period_by_tolerance ON tolerance_period (node_id, tolerance_id, sequence);

ALTER TABLE exception_change ADD COLUMN revision int NOT NULL DEFAULT 1;
-- When the limit is expected to be crossed; absent for a fact.
ALTER TABLE exception_change ADD COLUMN expected_on date;
ALTER TABLE exception_change ADD COLUMN earliest_on date;
ALTER TABLE exception_change ADD COLUMN latest_on date;
ALTER TABLE exception_change ADD COLUMN forecast_reports int;
