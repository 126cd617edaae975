-- Ids are compared byte by byte, so that locks are taken in the order that Java sorts in.

create table agency (
  id           text collate "C" primary key,
  name         text not null,
  token_sha256 bytea not null,
  created_at   timestamptz not null default now(),
  token_since  timestamptz not null default now()
);

-- What the trail says of nodes; confirmed is false between publishing facts and reading them there.
create table node (
  id        text collate "C" primary key,
  level     text not null check (level in ('PORTFOLIO', 'PROGRAM', 'PROJECT')),
  parent_id text collate "C",
  agency_id text collate "C",
  currency  text not null,
  confirmed boolean not null
);

-- One row for every event: recorded before it is published, closed by the trail.
-- owner is the agency, or empty for what the operator published.
create table event (
  event_id    text collate "C" not null,
  owner       text collate "C" not null,
  kind        text not null,
  body_sha256 text not null,
  state       text not null check (state in ('PENDING', 'PUBLISHED', 'WEIGHED', 'REFUSED')),
  received_at timestamptz not null default now(),
  tier        text,
  partition   integer,
  sequence    bigint,
  verdict     text,
  primary key (event_id, owner)
  -- Half of every page is left for the two later versions of its rows, so that no index is written.
) with (fillfactor = 50);

-- The next offset to read of each trail partition.
create table trail_offset (
  topic       text not null,
  partition   integer not null,
  next_offset bigint not null,
  primary key (topic, partition)
);
