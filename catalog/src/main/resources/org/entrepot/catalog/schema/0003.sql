-- A mirror. What is no column of its own is in texts of names and values, see MirrorCodec, so a new
-- attribute needs no migration.
create table mirror (
  id ${TEXT} primary key,
  name ${TEXT} not null unique,
  upstream ${TEXT} not null,
  selection ${TEXT} not null,
  trust ${TEXT} not null,
  state ${TEXT} not null,
  packages ${BYTES} not null references package_set (digest),
  package_count integer not null,
  revision bigint not null
);
create index mirror_by_packages on mirror (packages);
