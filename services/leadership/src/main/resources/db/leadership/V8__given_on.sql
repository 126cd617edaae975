-- How much of a program's tolerances in minor units its projects hold, as the engine counts it.
CREATE TABLE given_on (
  node_id     text    COLLATE "C" NOT NULL,
  measure     text    NOT NULL,
  projects    int     NOT NULL,
  least_open  int     NOT NULL,
  least_10000 numeric NOT NULL,
  most_open   int     NOT NULL,
  most_10000  numeric NOT NULL,
  tier        text    NOT NULL,
  partition   int     NOT NULL,
  sequence    bigint  NOT NULL,
  PRIMARY KEY (node_id, measure)
);
