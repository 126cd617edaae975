-- Nodes whose source says that figures are made up: usually none of very many, and every page asks.
CREATE INDEX node_illustrative ON node (node_id)
  WHERE source ~* 'illustrat|иллюстрат|условн|шартты';
