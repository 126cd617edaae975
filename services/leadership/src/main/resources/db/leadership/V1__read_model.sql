-- What the trail and the escalations say, in the form that screens and readers ask for. Every row
-- can be derived again from the topics; rows and offsets are written in one transaction.

-- How far each partition has been read. sequence: last trail sequence taken, 0 before the first;
-- always 0 for the escalations, which carry none of their own.
CREATE TABLE consumed (
  topic       text   NOT NULL,
  partition   int    NOT NULL,
  next_offset bigint NOT NULL,
  sequence    bigint NOT NULL,
  taken_at    timestamptz,
  PRIMARY KEY (topic, partition)
);

CREATE TABLE trail_entry (
  tier      text   NOT NULL,
  partition int    NOT NULL,
  sequence  bigint NOT NULL,
  entry     bytea  NOT NULL, -- the exact record, in the registry's wire format
  PRIMARY KEY (tier, partition, sequence)
);

CREATE TABLE node (
  node_id         text COLLATE "C" PRIMARY KEY,
  level           text NOT NULL,
  parent_id       text COLLATE "C",
  name_kk         text NOT NULL,
  name_ru         text NOT NULL,
  name_en         text NOT NULL,
  agency_id       text,
  currency        text NOT NULL,
  person          text,
  role            text,
  baseline_source text NOT NULL,
  targets         jsonb NOT NULL,
  source          text NOT NULL,
  status_taken    bigint NOT NULL DEFAULT 0,
  tier            text   NOT NULL,
  partition       int    NOT NULL,
  sequence        bigint NOT NULL
);
CREATE INDEX node_by_parent ON node (parent_id, node_id);
CREATE INDEX node_by_level ON node (level, node_id);

-- One row for each time a baseline was set; a kind that is absent was not set then.
CREATE TABLE baseline (
  node_id     text COLLATE "C" NOT NULL,
  original    boolean NOT NULL,
  declared    boolean NOT NULL, -- by the first facts of the node, not by an outcome
  cost_minor  bigint,
  finish      date,
  on_date     date   NOT NULL,
  tier        text   NOT NULL,
  partition   int    NOT NULL,
  sequence    bigint NOT NULL
);
CREATE INDEX baseline_by_node ON baseline (node_id, sequence);
-- Facts that are stated again do not move the original baseline.
CREATE UNIQUE INDEX baseline_declared ON baseline (node_id) WHERE declared;

-- Figures and measures of a node at a data date; the newest trail entry for the date wins.
CREATE TABLE figures (
  node_id         text COLLATE "C" NOT NULL,
  data_date       date   NOT NULL,
  pv_minor        bigint,
  ev_minor        bigint,
  ac_minor        bigint,
  bac_minor       bigint,
  eac_minor       bigint,
  forecast_finish date,
  projects        int    NOT NULL,
  reporting       int    NOT NULL,
  in_exception    int    NOT NULL,
  readings        jsonb  NOT NULL,
  phase           text,
  note            text,
  tier            text   NOT NULL,
  partition       int    NOT NULL,
  sequence        bigint NOT NULL,
  event_id        text,
  taken_at        timestamptz NOT NULL,
  PRIMARY KEY (node_id, data_date)
);

CREATE TABLE tolerance (
  node_id      text COLLATE "C" NOT NULL,
  tolerance_id text   NOT NULL,
  version      int    NOT NULL,
  kind         text   NOT NULL,
  measure      text   NOT NULL,
  indicator_id text,
  breach       text   NOT NULL,
  unit         text   NOT NULL,
  limit_10000  bigint NOT NULL,
  granted_by   text   NOT NULL,
  reason       text   NOT NULL,
  tier         text   NOT NULL,
  partition    int    NOT NULL,
  sequence     bigint NOT NULL,
  event_id     text,
  taken_at     timestamptz NOT NULL,
  PRIMARY KEY (node_id, tolerance_id, version)
);

-- One row for each episode. The figures of the raise stay; the others are those of the last change.
CREATE TABLE exception (
  seq                bigserial UNIQUE,
  exception_id       text   PRIMARY KEY,
  node_id            text COLLATE "C" NOT NULL,
  tolerance_id       text   NOT NULL,
  tolerance_version  int    NOT NULL,
  kind               text   NOT NULL,
  measure            text   NOT NULL,
  indicator_id       text,
  breach             text   NOT NULL,
  unit               text   NOT NULL,
  limit_10000        bigint NOT NULL,
  state              text   NOT NULL,
  step               int    NOT NULL,
  raised_numerator   bigint NOT NULL,
  raised_denominator bigint NOT NULL,
  numerator          bigint NOT NULL,
  denominator        bigint NOT NULL,
  raised_on          date   NOT NULL,
  changed_on         date   NOT NULL,
  cleared_on         date,
  tier               text   NOT NULL,
  partition          int    NOT NULL,
  raised_sequence    bigint NOT NULL,
  sequence           bigint NOT NULL,
  raised_event_id    text,
  event_id           text
);
CREATE INDEX exception_by_node ON exception (node_id, state);
CREATE INDEX exception_open ON exception (seq) WHERE state = 'OPEN';

CREATE TABLE exception_change (
  exception_id text   NOT NULL,
  change       text   NOT NULL,
  numerator    bigint NOT NULL,
  denominator  bigint NOT NULL,
  limit_10000  bigint NOT NULL,
  step         int    NOT NULL,
  on_date      date   NOT NULL,
  tier         text   NOT NULL,
  partition    int    NOT NULL,
  sequence     bigint NOT NULL,
  event_id     text
);
CREATE INDEX exception_change_by_exception ON exception_change (exception_id, sequence);

-- What travelled upward. seq is the id of the event in the stream: transactions that write here
-- hold one lock, so a greater seq is never visible before a smaller one.
CREATE TABLE delivered (
  seq           bigserial PRIMARY KEY,
  escalation_id text   NOT NULL UNIQUE,
  node_id       text COLLATE "C" NOT NULL,
  node_level    text   NOT NULL,
  delivered_to  text COLLATE "C" NOT NULL,
  level         text   NOT NULL,
  kind          text   NOT NULL, -- a kind of tolerance, CONFIRMATION or ASSISTANCE
  exception_id  text,
  change        text,
  measure       text,
  indicator_id  text,
  breach        text,
  unit          text,
  limit_10000   bigint,
  numerator     bigint,
  denominator   bigint,
  step          int,
  raised_on     date,
  request       text,
  on_date       date   NOT NULL,
  tier          text   NOT NULL,
  partition     int    NOT NULL,
  sequence      bigint NOT NULL,
  event_id      text,
  taken_at      timestamptz NOT NULL
);
CREATE INDEX delivered_by_receiver ON delivered (level, delivered_to, kind, seq);
CREATE INDEX delivered_by_node ON delivered (node_id, seq);
CREATE INDEX delivered_by_exception ON delivered (exception_id, level);

CREATE TABLE refusal (
  seq             bigserial PRIMARY KEY,
  reason          text   NOT NULL,
  field           text   NOT NULL,
  value           text   NOT NULL,
  expected        text   NOT NULL,
  sender          text,
  input_type      text   NOT NULL,
  input_topic     text   NOT NULL,
  input_partition int    NOT NULL,
  input_offset    bigint NOT NULL,
  tier            text   NOT NULL,
  partition       int    NOT NULL,
  sequence        bigint NOT NULL,
  event_id        text,
  taken_at        timestamptz NOT NULL
);

-- One row: what was weighed, and how little of it travelled.
CREATE TABLE flow (
  status_taken        bigint NOT NULL,
  status_refused      bigint NOT NULL,
  delivered_program   bigint NOT NULL,
  delivered_portfolio bigint NOT NULL
);
INSERT INTO flow VALUES (0, 0, 0, 0);
