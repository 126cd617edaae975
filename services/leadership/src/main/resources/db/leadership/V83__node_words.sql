-- What is typed is looked for at the beginnings of words first, without reading all names: that took
-- 60 to 120 ms of 100,000 nodes. What joins the parts of an id parts words, too.
CREATE INDEX node_words ON node
  USING gin (to_tsvector('simple', translate(found_by, '-._:/', '     ')));
