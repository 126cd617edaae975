-- What is known at a moment follows from how far each partition had been read by then. Entries lie
-- in the order in which they were taken, so a block range is enough where no tick tells the time.
CREATE INDEX node_entry_taken ON node_entry USING brin (taken_at);
