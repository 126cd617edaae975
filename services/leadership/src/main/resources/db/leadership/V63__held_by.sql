-- Who holds an exception, with what decides whether a reader may see that: a scope may have a project
-- and not its program.
DROP SCHEMA IF EXISTS seen CASCADE;
DROP VIEW held;

CREATE VIEW held_by AS
SELECT e.exception_id, e.seq, e.node_id, e.kind, n.agency_id,
       coalesce(program.node_id, n.node_id) AS program_id,
       last.stage, last.tier, last.partition, last.sequence, last.otherwise,
       hand.person AS taken_up_by, above.node_id AS above_id, above.person AS accountable
FROM exception e
JOIN node n USING (node_id)
LEFT JOIN node program ON program.node_id = n.parent_id AND program.level = 'PROGRAM'
CROSS JOIN LATERAL (
  SELECT t.* FROM turn t WHERE t.exception_id = e.exception_id ORDER BY t.sequence DESC LIMIT 1) last
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

CREATE VIEW held AS
SELECT exception_id, seq, node_id, kind, agency_id, program_id, stage, tier, partition, sequence,
       otherwise, coalesce(taken_up_by, accountable) AS holder
FROM held_by;
