-- Whether a node is within the scope that the settings of the transaction name, as in schema seen.
CREATE OR REPLACE FUNCTION sees(of_node text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_setting('plimsoll.everything', true) = 'yes'
      OR EXISTS (SELECT 1 FROM seen.node w WHERE w.node_id = of_node)
$$;
