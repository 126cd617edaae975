-- Every version of every tolerance that the trail says was taken. Two that say the same have the
-- same content_sha256, whatever their event and version.
create table granted (
  node_id        text collate "C" not null,
  tolerance_id   text collate "C" not null,
  version        integer not null,
  begins         date,
  ends           date,
  content_sha256 text not null,
  primary key (node_id, tolerance_id, version)
);

-- What was granted so far stands in the trail, which is read again from its beginning.
delete from trail_offset;
