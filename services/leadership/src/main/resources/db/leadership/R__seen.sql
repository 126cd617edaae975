-- What one reader sees. Readers' connections have this schema alone in their search path, and their
-- scope in three settings: a table that is not named here cannot be read by them, and without a
-- scope there are no rows. A migration that changes a column that stands here drops the schema
-- first; whoever adds a table or a column for readers adds it here, which makes all of it anew. The
-- columns of nodes are those of V80.
DROP SCHEMA IF EXISTS seen CASCADE;
CREATE SCHEMA seen;

-- Nodes within the scope: a root, what is below one, and those of an agency. There are three tiers,
-- so a parent and a parent's parent are all that can be above. What is compared is read from the
-- settings once, and of what is above only the children of roots are looked for.
CREATE VIEW seen.node AS
SELECT t.* FROM public.node t
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
   OR t.node_id = ANY((SELECT string_to_array(current_setting('plimsoll.roots', true), ' '))::text[])
   OR t.parent_id = ANY((SELECT string_to_array(current_setting('plimsoll.roots', true), ' '))::text[])
   OR t.agency_id = ANY((SELECT string_to_array(current_setting('plimsoll.agencies', true), ' '))::text[])
   -- EXISTS, not IN: for one node the planner looks one parent up, for many it collects them.
   OR EXISTS (
     SELECT FROM public.node p WHERE p.node_id = t.parent_id
       AND p.parent_id = ANY((SELECT string_to_array(current_setting('plimsoll.roots', true), ' '))::text[]));

-- The condition on everything that is about one node. OFFSET 0 has it asked row by row, in one
-- index: without it the planner collects every node within the scope first, once for each table of
-- a query, and screens ask for few rows.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'baseline', 'figures', 'tolerance', 'tolerance_period', 'exception', 'exception_known',
    'decision', 'suppression', 'passed_up', 'signal', 'restraint', 'given_on', 'answered',
    'status_count', 'node_entry']
  LOOP
    EXECUTE format(
      'CREATE VIEW seen.%1$I AS SELECT t.* FROM public.%1$I t
       WHERE (SELECT current_setting(''plimsoll.everything'', true) = ''yes'')
          OR EXISTS (SELECT 1 FROM seen.node n WHERE n.node_id = t.node_id OFFSET 0)', name);
  END LOOP;
END $$;

-- The open exceptions with the parents of their nodes. Whoever sees the node sees the exception, so
-- the condition is that of nodes: for those of many nodes the planner looks through what is open.
CREATE VIEW seen.open_exception AS
SELECT e.*, n.parent_id FROM public.exception e JOIN seen.node n USING (node_id)
WHERE e.state = 'OPEN';

-- What is counted of all nodes that are seen: the condition is asked once of each node, and not, as
-- below a table's own name, of each row about it.
CREATE VIEW seen.node_tolerance AS
SELECT n.node_id, n.parent_id, t.tolerance_id
FROM seen.node n JOIN public.tolerance t USING (node_id);
CREATE VIEW seen.node_taken AS
SELECT n.node_id, n.parent_id, n.agency_id, s.taken
FROM seen.node n JOIN public.status_count s USING (node_id);

-- Who is accountable for the nodes above one that is seen, by name alone: whoever hands something
-- over must know to whom it can go.
CREATE VIEW seen.person_above AS
SELECT n.node_id, a.person, a.level
FROM seen.node n JOIN public.node p ON p.node_id = n.parent_id
JOIN public.node a ON a.node_id = p.node_id OR a.node_id = p.parent_id
WHERE a.person IS NOT NULL;

-- Nodes with their budgets of now, which whoever sees a node sees.
CREATE VIEW seen.node_budget AS
SELECT n.*, b.cost_minor AS budget_minor, b.tier AS budget_tier, b.partition AS budget_partition,
       b.sequence AS budget_sequence
FROM seen.node n LEFT JOIN LATERAL (
  SELECT cost_minor, tier, partition, sequence FROM public.baseline t
  WHERE t.node_id = n.node_id AND t.cost_minor IS NOT NULL
  ORDER BY t.sequence DESC LIMIT 1) b ON true;

-- Nodes with each of their budgets, for past moments; whoever sees a node sees these.
CREATE VIEW seen.node_budgets AS
SELECT n.*, b.cost_minor AS budget_minor, b.tier AS budget_tier, b.partition AS budget_partition,
       b.sequence AS budget_sequence
FROM seen.node n LEFT JOIN public.baseline b ON b.node_id = n.node_id AND b.cost_minor IS NOT NULL;

-- The newest decisions of all, and of these those within the scope: looked for among so many and no
-- more, however long ago the last one in a small scope was taken.
CREATE VIEW seen.decision_lately AS
SELECT t.* FROM (
  SELECT * FROM public.decision WHERE accepted ORDER BY taken_at DESC LIMIT 1000) t
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
   OR EXISTS (SELECT 1 FROM seen.node n WHERE n.node_id = t.node_id OFFSET 0);

-- What is about one exception.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['exception_change', 'turn', 'handling']
  LOOP
    EXECUTE format(
      'CREATE VIEW seen.%1$I AS SELECT t.* FROM public.%1$I t
       WHERE (SELECT current_setting(''plimsoll.everything'', true) = ''yes'')
          OR EXISTS (
            SELECT 1 FROM seen.exception e WHERE e.exception_id = t.exception_id OFFSET 0)', name);
  END LOOP;
END $$;

-- A program is shown to who sees it; who is accountable above is named to all who see the node, as in
-- person_above.
CREATE VIEW seen.held AS
SELECT h.exception_id, h.seq, h.node_id, h.kind, h.agency_id,
       CASE WHEN n.everything OR EXISTS (
         SELECT 1 FROM seen.node p WHERE p.node_id = h.program_id OFFSET 0)
         THEN h.program_id ELSE h.node_id END AS program_id,
       h.stage, h.tier, h.partition, h.sequence, h.otherwise,
       coalesce(h.taken_up_by, h.accountable) AS holder
FROM public.held_by h,
     (SELECT current_setting('plimsoll.everything', true) IS NOT DISTINCT FROM 'yes' AS everything
      OFFSET 0) n
WHERE n.everything OR EXISTS (SELECT 1 FROM seen.node s WHERE s.node_id = h.node_id OFFSET 0);

-- An escalation does not wait for the facts of its node; until they are there, it is seen with its
-- receiver.
CREATE VIEW seen.delivered AS
SELECT t.* FROM public.delivered t
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
   OR EXISTS (SELECT 1 FROM seen.node w WHERE w.node_id = t.node_id OFFSET 0)
   OR (NOT EXISTS (SELECT 1 FROM public.node n WHERE n.node_id = t.node_id)
       AND EXISTS (SELECT 1 FROM seen.node w WHERE w.node_id = t.delivered_to OFFSET 0));

-- An entry is seen with any node that it names or weighed; of what it says about others, nothing is
-- shown. What was refused is seen by the agency that sent it as well: it may name a node that nobody
-- has.
CREATE VIEW seen.trail_entry AS
SELECT t.* FROM public.trail_entry t
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
   OR EXISTS (
     SELECT 1 FROM public.node_entry e JOIN seen.node w USING (node_id)
     WHERE e.tier = t.tier AND e.partition = t.partition AND e.sequence = t.sequence OFFSET 0)
   OR EXISTS (
     SELECT 1 FROM public.refusal r
     WHERE r.tier = t.tier AND r.partition = t.partition AND r.sequence = t.sequence
       AND r.sender = ANY(string_to_array(current_setting('plimsoll.agencies', true), ' ')));

-- What was refused is seen with the node that it names, and by the agency that sent it; so that
-- they find it again, with that node's id, also where nobody has registered it.
CREATE VIEW seen.refusal AS
SELECT t.*, (
    SELECT e.node_id FROM public.node_entry e
    WHERE e.tier = t.tier AND e.partition = t.partition AND e.sequence = t.sequence AND e.own
    LIMIT 1) AS node_id
FROM public.refusal t
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
   OR t.sender = ANY(string_to_array(current_setting('plimsoll.agencies', true), ' '))
   OR EXISTS (
     SELECT 1 FROM public.node_entry e JOIN seen.node w USING (node_id)
     WHERE e.tier = t.tier AND e.partition = t.partition AND e.sequence = t.sequence OFFSET 0);

-- Of the whole where everything is seen, otherwise counted anew.
CREATE VIEW seen.flow AS
SELECT f.* FROM public.flow f
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
UNION ALL
SELECT (SELECT coalesce(sum(taken), 0)::bigint FROM seen.node_taken),
       (SELECT count(*) FROM seen.refusal WHERE input_type = 'STATUS_CHANGE'),
       (SELECT count(*) FROM seen.delivered WHERE level = 'PROGRAM'),
       (SELECT count(*) FROM seen.delivered WHERE level = 'PORTFOLIO')
WHERE (SELECT current_setting('plimsoll.everything', true) IS DISTINCT FROM 'yes');

-- The passing of time and how far the topics are read, which are nobody's.
CREATE VIEW seen.tick AS SELECT tier, partition, sequence, at, taken_at FROM public.tick;
CREATE VIEW seen.consumed AS SELECT * FROM public.consumed;

CREATE FUNCTION seen.moment_of(of_tier text, of_partition int, of_sequence bigint, otherwise timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT public.moment_of(of_tier, of_partition, of_sequence, otherwise)
$$;

-- What is told of nodes that are not known yet, said again over the views above: the same text, in
-- which the tables are now those of this schema.
DO $$
DECLARE
  name text;
  text_of text;
BEGIN
  FOREACH name IN ARRAY ARRAY['exception_ahead', 'exception_now']
  LOOP
    SET LOCAL search_path = public;
    text_of := pg_get_viewdef(('public.' || name)::regclass);
    SET LOCAL search_path = seen;
    EXECUTE format('CREATE VIEW seen.%I AS %s', name, text_of);
  END LOOP;
END $$;
SET LOCAL search_path = public;
