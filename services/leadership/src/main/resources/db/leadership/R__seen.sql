-- What one reader sees. Readers' connections have this schema alone in their search path, and their
-- scope in three settings: a table that is not named here cannot be read by them, and without a
-- scope there are no rows. A migration that changes a column that stands here drops the schema
-- first; whoever adds a table or a column for readers adds it here, which makes all of it anew.
DROP SCHEMA IF EXISTS seen CASCADE;
CREATE SCHEMA seen;

-- Nodes within the scope: a root, what is below one, and those of an agency. There are three tiers,
-- so a parent and a parent's parent are all that can be above.
-- Each of the four is found in an index, and what is compared is read from the settings once.
CREATE VIEW seen.within AS
SELECT node_id FROM public.node
WHERE node_id = ANY((SELECT string_to_array(current_setting('plimsoll.roots', true), ' '))::text[])
UNION ALL
SELECT node_id FROM public.node
WHERE parent_id = ANY((SELECT string_to_array(current_setting('plimsoll.roots', true), ' '))::text[])
UNION ALL
SELECT n.node_id FROM public.node p JOIN public.node n ON n.parent_id = p.node_id
WHERE p.parent_id = ANY((SELECT string_to_array(current_setting('plimsoll.roots', true), ' '))::text[])
UNION ALL
SELECT node_id FROM public.node
WHERE agency_id = ANY((SELECT string_to_array(current_setting('plimsoll.agencies', true), ' '))::text[]);

-- The condition on every table with a node.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'node', 'baseline', 'figures', 'tolerance', 'tolerance_period', 'exception', 'decision',
    'suppression', 'passed_up', 'signal', 'restraint', 'given_on', 'answered', 'status_count',
    'node_entry']
  LOOP
    EXECUTE format(
      'CREATE VIEW seen.%1$I AS SELECT t.* FROM public.%1$I t
       WHERE (SELECT current_setting(''plimsoll.everything'', true) = ''yes'')
          OR EXISTS (SELECT 1 FROM seen.within w WHERE w.node_id = t.node_id)', name);
  END LOOP;
END $$;

CREATE VIEW seen.exception_change AS
SELECT t.* FROM public.exception_change t
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
   OR EXISTS (SELECT 1 FROM seen.exception e WHERE e.exception_id = t.exception_id);

-- An escalation does not wait for the facts of its node; until they are there, it is seen with its
-- receiver.
CREATE VIEW seen.delivered AS
SELECT t.* FROM public.delivered t
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
   OR EXISTS (SELECT 1 FROM seen.within w WHERE w.node_id = t.node_id)
   OR (NOT EXISTS (SELECT 1 FROM public.node n WHERE n.node_id = t.node_id)
       AND EXISTS (SELECT 1 FROM seen.within w WHERE w.node_id = t.delivered_to));

-- An entry is seen with any node that it names or weighed; of what it says about others, nothing is
-- shown. What was refused is seen by the agency that sent it as well: it may name a node that nobody
-- has.
CREATE VIEW seen.trail_entry AS
SELECT t.* FROM public.trail_entry t
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
   OR EXISTS (
     SELECT 1 FROM public.node_entry e JOIN seen.within w USING (node_id)
     WHERE e.tier = t.tier AND e.partition = t.partition AND e.sequence = t.sequence)
   OR EXISTS (
     SELECT 1 FROM public.refusal r
     WHERE r.tier = t.tier AND r.partition = t.partition AND r.sequence = t.sequence
       AND r.sender = ANY(string_to_array(current_setting('plimsoll.agencies', true), ' ')));

-- What was refused is seen with the node that it names, and by the agency that sent it.
CREATE VIEW seen.refusal AS
SELECT t.* FROM public.refusal t
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
   OR t.sender = ANY(string_to_array(current_setting('plimsoll.agencies', true), ' '))
   OR EXISTS (
     SELECT 1 FROM public.node_entry e JOIN seen.within w USING (node_id)
     WHERE e.tier = t.tier AND e.partition = t.partition AND e.sequence = t.sequence);

-- Of the whole where everything is seen, otherwise counted anew.
CREATE VIEW seen.flow AS
SELECT f.* FROM public.flow f
WHERE (SELECT current_setting('plimsoll.everything', true) = 'yes')
UNION ALL
SELECT (SELECT coalesce(sum(taken), 0)::bigint FROM seen.status_count),
       (SELECT count(*) FROM seen.refusal WHERE input_type = 'STATUS_CHANGE'),
       (SELECT count(*) FROM seen.delivered WHERE level = 'PROGRAM'),
       (SELECT count(*) FROM seen.delivered WHERE level = 'PORTFOLIO')
WHERE (SELECT current_setting('plimsoll.everything', true) IS DISTINCT FROM 'yes');

-- The passing of time and how far the topics are read, which are nobody's.
CREATE VIEW seen.tick AS SELECT * FROM public.tick;
CREATE VIEW seen.consumed AS SELECT * FROM public.consumed;

CREATE FUNCTION seen.moment_of(of_tier text, of_partition int, of_sequence bigint, otherwise timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT public.moment_of(of_tier, of_partition, of_sequence, otherwise)
$$;

-- What follows from several tables, said again over the views above: the same text, in which the
-- tables are now those of this schema.
DO $$
DECLARE
  name text;
  text_of text;
BEGIN
  FOREACH name IN ARRAY ARRAY['exception_known', 'exception_ahead', 'exception_now', 'turn', 'held']
  LOOP
    SET LOCAL search_path = public;
    text_of := pg_get_viewdef(('public.' || name)::regclass);
    SET LOCAL search_path = seen;
    EXECUTE format('CREATE VIEW seen.%I AS %s', name, text_of);
  END LOOP;
END $$;
SET LOCAL search_path = public;
