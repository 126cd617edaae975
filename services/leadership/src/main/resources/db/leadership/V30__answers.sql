-- Who answers which state of an exception: the first keeps it, so that of two persons who decide at
-- once one is told of the other. Not derived from the topics; a row counts for as long as its
-- decision is on its way.
CREATE TABLE answering (
  exception_id text   NOT NULL,
  answers      bigint NOT NULL, -- sequence of what last changed the exception or who has it
  event_id     text   NOT NULL,
  decided_by   text   NOT NULL,
  kind         text   NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (exception_id, answers)
);

CREATE INDEX decision_by_event ON decision (event_id);
CREATE INDEX decision_by_exception ON decision (exception_id, sequence);
