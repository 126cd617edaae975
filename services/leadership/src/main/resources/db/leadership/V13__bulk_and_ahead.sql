-- For writing in bulk. Measures are parsed where somebody asks for them, which is seldom, and not
-- where they are written, which is always.
ALTER TABLE figures ALTER COLUMN readings TYPE text USING readings::text;

-- Rows of more than 2 KB stay whole as long as they fit into a page: to compress them costs more
-- than to write them.
ALTER TABLE figures SET (toast_tuple_target = 8160);
ALTER TABLE trail_entry SET (toast_tuple_target = 8160);

-- A number that every report raises, beside nothing that would have to be written again with it,
-- and with room on its page for the next one.
CREATE TABLE status_count (
  node_id text COLLATE "C" PRIMARY KEY,
  taken   bigint NOT NULL
) WITH (fillfactor = 50);
INSERT INTO status_count SELECT node_id, status_taken FROM node WHERE status_taken > 0;
ALTER TABLE node DROP COLUMN status_taken;

-- Escalations are followed apart from the trail and may be ahead of it. What was delivered says
-- all that an inbox needs of an exception which the trail has not told yet.
ALTER TABLE consumed ADD COLUMN tier text GENERATED ALWAYS AS (
  CASE topic WHEN 'plimsoll.trail.program' THEN 'PROGRAM'
             WHEN 'plimsoll.trail.portfolio' THEN 'PORTFOLIO' END) STORED;

ALTER TABLE delivered ADD COLUMN tolerance_id text;
ALTER TABLE delivered ADD COLUMN tolerance_version int;
-- When the limit is expected to be crossed; absent for a fact.
ALTER TABLE delivered ADD COLUMN expected_on date;
ALTER TABLE delivered ADD COLUMN earliest_on date;
ALTER TABLE delivered ADD COLUMN latest_on date;
ALTER TABLE delivered ADD COLUMN forecast_reports int;
UPDATE delivered d SET tolerance_id = e.tolerance_id, tolerance_version = e.tolerance_version
FROM exception e WHERE e.exception_id = d.exception_id;
UPDATE delivered d SET (expected_on, earliest_on, latest_on, forecast_reports) = (
  SELECT c.expected_on, c.earliest_on, c.latest_on, c.forecast_reports
  FROM exception_change c WHERE c.exception_id = d.exception_id AND c.sequence <= d.sequence
  ORDER BY c.sequence DESC LIMIT 1)
WHERE d.exception_id IS NOT NULL;
CREATE INDEX delivered_by_place ON delivered (tier, partition, sequence);

-- Exceptions that the trail has told, as they stand: what was delivered from a place that the trail
-- has not reached is newer. recorded: the state as the trail has it. From the commit on that
-- brings the trail to that place, only the trail speaks.
CREATE VIEW exception_known AS
SELECT e.seq, e.exception_id, e.node_id, a.node_level, e.tolerance_id,
       coalesce(a.tolerance_version, e.tolerance_version) AS tolerance_version,
       e.kind, e.measure, e.indicator_id, e.breach, coalesce(a.unit, e.unit) AS unit,
       coalesce(a.limit_10000, e.limit_10000) AS limit_10000, e.state AS recorded,
       CASE WHEN a.seq IS NULL THEN e.state
            WHEN a.change = 'CLEARED' THEN 'CLEARED' ELSE 'OPEN' END AS state,
       coalesce(a.step, e.step) AS step, e.raised_numerator, e.raised_denominator,
       coalesce(a.numerator, e.numerator) AS numerator,
       coalesce(a.denominator, e.denominator) AS denominator,
       e.raised_on, coalesce(a.on_date, e.changed_on) AS changed_on,
       CASE WHEN a.seq IS NULL THEN e.cleared_on
            WHEN a.change = 'CLEARED' THEN a.on_date END AS cleared_on,
       e.tier, e.partition, e.raised_sequence, coalesce(a.sequence, e.sequence) AS sequence,
       e.raised_event_id, coalesce(a.event_id, e.event_id) AS event_id,
       a.seq IS NOT NULL AS ahead,
       a.expected_on AS told_expected_on, a.earliest_on AS told_earliest_on, a.latest_on AS told_latest_on, a.forecast_reports AS told_forecast_reports
FROM exception e LEFT JOIN LATERAL (
  SELECT d.* FROM delivered d
  WHERE d.exception_id = e.exception_id AND d.sequence > coalesce((
    SELECT c.sequence FROM consumed c WHERE c.tier = e.tier AND c.partition = e.partition), 0)
  ORDER BY d.sequence DESC, d.seq DESC LIMIT 1) a ON true;

-- Exceptions of which so far only an escalation has told: the newest one of each.
CREATE VIEW exception_ahead AS
SELECT NULL::bigint AS seq, d.exception_id, d.node_id, d.node_level, d.tolerance_id,
       d.tolerance_version, d.kind, d.measure, d.indicator_id, d.breach, d.unit, d.limit_10000,
       NULL::text AS recorded,
       CASE d.change WHEN 'CLEARED' THEN 'CLEARED' ELSE 'OPEN' END AS state,
       d.step, d.numerator AS raised_numerator, d.denominator AS raised_denominator,
       d.numerator, d.denominator, d.raised_on, d.on_date AS changed_on,
       CASE d.change WHEN 'CLEARED' THEN d.on_date END AS cleared_on,
       d.tier, d.partition, d.sequence AS raised_sequence, d.sequence,
       d.event_id AS raised_event_id, d.event_id, true AS ahead,
       d.expected_on AS told_expected_on, d.earliest_on AS told_earliest_on, d.latest_on AS told_latest_on, d.forecast_reports AS told_forecast_reports
FROM consumed c
JOIN delivered d ON d.tier = c.tier AND d.partition = c.partition AND d.sequence > c.sequence
WHERE d.exception_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM exception e WHERE e.exception_id = d.exception_id)
  AND NOT EXISTS (
    SELECT 1 FROM delivered l WHERE l.exception_id = d.exception_id
      AND (l.sequence, l.seq) > (d.sequence, d.seq));

CREATE VIEW exception_now AS
SELECT * FROM exception_known UNION ALL SELECT * FROM exception_ahead;
