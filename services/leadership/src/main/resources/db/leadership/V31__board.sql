-- The stages through which exceptions went, from what the trail recorded.

CREATE INDEX tick_by_time ON tick (tier, partition, at);
CREATE INDEX exception_cleared ON exception (cleared_on DESC, seq DESC) WHERE state = 'CLEARED';

-- When an entry was taken, by the time that the partition itself was told: the first tick from the
-- entry on, or the last one before it. Where no tick ever came, what else is known.
CREATE FUNCTION moment_of(of_tier text, of_partition int, of_sequence bigint, otherwise timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT at FROM tick WHERE tier = of_tier AND partition = of_partition
       AND sequence >= of_sequence ORDER BY sequence LIMIT 1),
    (SELECT at FROM tick WHERE tier = of_tier AND partition = of_partition
       AND sequence < of_sequence ORDER BY sequence DESC LIMIT 1),
    otherwise)
$$;

-- Each time an exception entered a stage: RAISED (nobody has acknowledged it), ACKNOWLEDGED,
-- PLAN_REQUIRED, GRANTED (a wider tolerance, or help), CLEARED. Handed over or passed up, it waits
-- for somebody to acknowledge it again; a new baseline is what a plan was required for.
CREATE VIEW turn AS
SELECT exception_id, 'RAISED' AS stage, tier, partition, raised_sequence AS sequence,
       raised_on::timestamp AT TIME ZONE 'UTC' AS otherwise
FROM exception
UNION ALL
SELECT exception_id,
       CASE kind WHEN 'ACKNOWLEDGE' THEN 'ACKNOWLEDGED'
                 WHEN 'REQUIRE_EXCEPTION_PLAN' THEN 'PLAN_REQUIRED'
                 WHEN 'GRANT_TOLERANCE' THEN 'GRANTED'
                 ELSE 'RAISED' END,
       tier, partition, sequence, taken_at
FROM decision
WHERE accepted AND exception_id IS NOT NULL
  AND kind IN ('ACKNOWLEDGE', 'REQUIRE_EXCEPTION_PLAN', 'GRANT_TOLERANCE', 'HAND_OVER')
UNION ALL
SELECT e.exception_id, CASE d.kind WHEN 'ASSIST' THEN 'GRANTED' ELSE 'ACKNOWLEDGED' END,
       d.tier, d.partition, d.sequence, d.taken_at
FROM exception e JOIN decision d ON d.node_id = e.node_id
WHERE d.accepted AND d.kind IN ('APPROVE_BASELINE', 'ASSIST') AND d.sequence > e.raised_sequence
  AND (e.state = 'OPEN' OR d.sequence < e.sequence)
UNION ALL
SELECT exception_id, 'RAISED', tier, partition, sequence, at
FROM passed_up
UNION ALL
SELECT exception_id, 'CLEARED', tier, partition, sequence,
       cleared_on::timestamp AT TIME ZONE 'UTC'
FROM exception WHERE state = 'CLEARED';

-- Open exceptions with the stage in which they are and who has them in hand: to whom it was handed
-- over or who took it up since it last went up, whichever came later, or else who is accountable
-- for the level that has to answer.
CREATE VIEW held AS
SELECT e.exception_id, e.seq, e.node_id, e.kind, n.agency_id,
       coalesce(program.node_id, n.node_id) AS program_id,
       last.stage, last.tier, last.partition, last.sequence, last.otherwise,
       coalesce(hand.person, above.person) AS holder
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
