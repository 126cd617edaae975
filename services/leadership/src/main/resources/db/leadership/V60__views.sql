-- Filters that a person keeps under a name. They follow from no topic, so they lie beside sessions.
CREATE TABLE IF NOT EXISTS access.saved_view (
  seq        bigserial PRIMARY KEY,
  view_id    text    NOT NULL UNIQUE,
  person     text    NOT NULL,
  title      text    NOT NULL,
  page       text    NOT NULL, -- the path of a page that has filters
  query      text    NOT NULL, -- its filters, as they stand in an address
  starts     boolean NOT NULL, -- where the person begins
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (person, title)
);
CREATE UNIQUE INDEX IF NOT EXISTS saved_view_start ON access.saved_view (person) WHERE starts;
