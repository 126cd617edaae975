-- Where a node's first facts stand, so that a past moment need not look for an entry of each node.
DROP SCHEMA IF EXISTS seen CASCADE;
ALTER TABLE node ADD COLUMN known_from bigint;
UPDATE node n SET known_from = coalesce((
  SELECT min(f.sequence) FROM node_entry f
  WHERE f.node_id = n.node_id AND f.tier = n.tier AND f.partition = n.partition
    AND f.own AND f.accepted AND f.input_type = 'NODE_FACTS'), n.sequence);
ALTER TABLE node ALTER COLUMN known_from SET NOT NULL;
