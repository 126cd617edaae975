-- What the deadband and the budget held back. As with V10, what was taken before this migration is
-- not here: drop the database to derive it again.
CREATE TABLE restraint (
  node_id   text COLLATE "C" NOT NULL,
  kind      text   NOT NULL, -- HELD_BACK, GIVEN_ON or EXCEEDED
  subject   text   NOT NULL, -- what it speaks of; the newest of each says how it stands
  tier      text   NOT NULL,
  partition int    NOT NULL,
  sequence  bigint NOT NULL,
  PRIMARY KEY (node_id, kind, subject, tier, partition, sequence)
);

-- Each time it changed, so that it is known for any place of the trail.
ALTER TABLE given_on DROP CONSTRAINT given_on_pkey;
ALTER TABLE given_on ADD PRIMARY KEY (node_id, measure, tier, partition, sequence);

-- The correction that the figures of an earlier data date follow; tier and partition are those of
-- the entry that brought them first, which stays.
ALTER TABLE figures ADD COLUMN corrected_sequence bigint;
ALTER TABLE figures ADD COLUMN corrected_event_id text;
