-- Who has each open exception in hand, as in V74. A plan that was asked for is in the hands of
-- whoever is accountable for the node, until somebody else than who asked writes of it: then it is
-- theirs again who asked.
CREATE OR REPLACE VIEW held_by AS
SELECT e.exception_id, e.seq, e.node_id, e.kind, n.agency_id,
  coalesce(program.node_id, n.node_id) AS program_id,
  coalesce(last.stage, 'RAISED') AS stage, e.tier, e.partition,
  coalesce(last.sequence, e.raised_sequence) AS sequence,
  coalesce(last.otherwise, e.raised_on::timestamp AT TIME ZONE 'UTC') AS otherwise,
  CASE WHEN last.stage = 'PLAN_REQUIRED' AND n.person IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM decision d
      WHERE d.exception_id = e.exception_id AND d.accepted AND d.kind = 'NOTE'
        AND d.sequence > last.sequence AND d.decided_by <> hand.person)
    THEN n.person ELSE hand.person END AS taken_up_by,
  above.node_id AS above_id, above.person AS accountable
FROM exception e
JOIN node n USING (node_id)
LEFT JOIN node program ON program.node_id = n.parent_id AND program.level = 'PROGRAM'
LEFT JOIN LATERAL (
  SELECT CASE d.kind WHEN 'ACKNOWLEDGE' THEN 'ACKNOWLEDGED'
      WHEN 'REQUIRE_EXCEPTION_PLAN' THEN 'PLAN_REQUIRED'
      WHEN 'GRANT_TOLERANCE' THEN 'GRANTED' ELSE 'RAISED' END AS stage,
    d.sequence, d.taken_at AS otherwise
  FROM decision d
  WHERE d.exception_id = e.exception_id AND d.accepted
    AND d.kind IN ('ACKNOWLEDGE', 'REQUIRE_EXCEPTION_PLAN', 'GRANT_TOLERANCE', 'HAND_OVER')
  UNION ALL
  SELECT CASE d.kind WHEN 'ASSIST' THEN 'GRANTED' ELSE 'ACKNOWLEDGED' END, d.sequence, d.taken_at
  FROM decision d
  WHERE d.node_id = e.node_id AND d.accepted AND d.kind IN ('APPROVE_BASELINE', 'ASSIST')
    AND d.sequence > e.raised_sequence
  UNION ALL
  SELECT 'RAISED', p.sequence, p.at FROM passed_up p WHERE p.exception_id = e.exception_id
  ORDER BY sequence DESC LIMIT 1) last ON true
LEFT JOIN LATERAL (
  SELECT p.to_level, p.sequence FROM passed_up p WHERE p.exception_id = e.exception_id
  ORDER BY p.sequence DESC LIMIT 1) up ON true
LEFT JOIN LATERAL (
  SELECT coalesce(d.handed_to, d.decided_by) AS person FROM decision d
  WHERE d.exception_id = e.exception_id AND d.accepted AND d.sequence > coalesce(up.sequence, 0)
    AND d.kind IN ('HAND_OVER', 'ACKNOWLEDGE', 'REQUIRE_EXCEPTION_PLAN', 'GRANT_TOLERANCE')
  ORDER BY d.sequence DESC LIMIT 1) hand ON true
LEFT JOIN node above ON above.node_id =
  CASE WHEN n.parent_id IS NULL THEN n.node_id
    WHEN up.to_level = 'PORTFOLIO' AND n.level = 'PROJECT' THEN program.parent_id
    ELSE n.parent_id END
WHERE e.state = 'OPEN';
