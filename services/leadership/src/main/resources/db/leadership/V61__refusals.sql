-- What came within the last day is asked for by engineers of agencies. Entries arrive in the order
-- of their time, so a summary of each range of pages finds them and costs next to nothing to keep.
CREATE INDEX node_entry_by_time ON node_entry USING brin (taken_at);
CREATE INDEX refusal_by_time ON refusal USING brin (taken_at);
