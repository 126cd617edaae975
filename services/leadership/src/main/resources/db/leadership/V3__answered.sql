-- Calls for help that were answered by a decision; they wait no longer.
CREATE TABLE answered (
  request_id  text   NOT NULL,
  node_id     text   COLLATE "C" NOT NULL,
  answered_by text   NOT NULL,
  tier        text   NOT NULL,
  partition   int    NOT NULL,
  sequence    bigint NOT NULL,
  PRIMARY KEY (node_id, request_id)
);
