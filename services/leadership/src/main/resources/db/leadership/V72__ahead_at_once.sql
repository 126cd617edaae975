-- What was delivered ahead of the trail is looked for once, among the little that lies there, and not
-- once for each exception: an inbox shows some of two thousand.
CREATE OR REPLACE VIEW exception_known AS
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
FROM exception e LEFT JOIN (
  SELECT DISTINCT ON (d.exception_id) d.*
  FROM consumed c
  JOIN delivered d ON d.tier = c.tier AND d.partition = c.partition AND d.sequence > c.sequence
  WHERE d.exception_id IS NOT NULL
  ORDER BY d.exception_id, d.sequence DESC, d.seq DESC) a ON a.exception_id = e.exception_id;
