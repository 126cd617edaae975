-- What in the way a project is reported may deserve a look: the newest of each kind. It is on while
-- ended_on is absent. tolerance_id is empty where it speaks of no tolerance.
CREATE TABLE signal (
  node_id             text   COLLATE "C" NOT NULL,
  signal              text   NOT NULL,
  tolerance_id        text   NOT NULL,
  reports             int    NOT NULL,
  value_numerator     bigint,
  value_denominator   bigint,
  against_numerator   bigint,
  against_denominator bigint,
  since               date   NOT NULL,
  on_date             date   NOT NULL,
  ended_on            date,
  tier                text   NOT NULL,
  partition           int    NOT NULL,
  sequence            bigint NOT NULL,
  event_id            text,
  PRIMARY KEY (node_id, signal, tolerance_id)
);

-- How the agency itself rates the project.
ALTER TABLE figures ADD COLUMN self_rating text;
