-- Times are microseconds since 1970 UTC, flags are 0 or 1, ids of objects are UUIDs as text.

-- Ids of packages and tasks: dense, never used again. Writers are serialised, so no sequence is needed.
create table counter (
  name ${TEXT} primary key,
  value bigint not null
);
insert into counter (name, value) values ('package', 0), ('task', 0);

create table setting (
  name ${TEXT} primary key,
  value ${TEXT} not null
);

-- A package. Rows are added and swept, never updated. The tables below hang on it without foreign
-- keys: PackageWriter alone writes them, all rows of a package together.
create table package (
  id integer primary key,
  kind ${TEXT} not null,
  name ${TEXT} not null,
  version ${TEXT} not null,
  version_key ${BYTES} not null,
  architecture ${TEXT} not null,
  source_name ${TEXT} not null,
  section ${TEXT} not null,
  files_hash bigint not null,
  stanza_digest ${BYTES} not null
);
create unique index package_identity
  on package (files_hash, stanza_digest, name, version, architecture, kind);
create index package_by_name on package (name);

create table package_file (
  package_id integer not null,
  position integer not null,
  name ${TEXT} not null,
  size_bytes bigint not null,
  md5 ${BYTES} not null,
  sha1 ${BYTES} not null,
  sha256 ${BYTES} not null,
  sha512 ${BYTES} not null,
  primary key (package_id, position)
) ${CLUSTERED};
create index package_file_by_name on package_file (name);
create index package_file_by_sha256 on package_file (sha256);

-- The stanza as read; the first byte tells how it is packed.
create table package_control (
  package_id integer primary key,
  stanza ${BYTES} not null
);

-- Paths, each ended by NUL; packed likewise. No row: not known.
create table package_contents (
  package_id integer primary key,
  paths ${BYTES} not null
);

create table package_provides (
  name ${TEXT} not null,
  package_id integer not null,
  primary key (name, package_id)
) ${CLUSTERED};

-- A serialised bitmap of package ids under its digest.
create table package_set (
  digest ${BYTES} primary key,
  member_count integer not null,
  members ${BYTES} not null
);

create table repository (
  id ${TEXT} primary key,
  name ${TEXT} not null unique,
  comment ${TEXT} not null,
  default_distribution ${TEXT} not null,
  default_component ${TEXT} not null,
  uploaders ${TEXT} not null,
  packages ${BYTES} not null references package_set (digest),
  package_count integer not null,
  revision bigint not null
);
create index repository_by_packages on repository (packages);

create table snapshot (
  id ${TEXT} primary key,
  name ${TEXT} not null unique,
  created_at bigint not null,
  kind ${TEXT} not null,
  description ${TEXT} not null,
  origin ${TEXT} not null,
  not_automatic ${TEXT} not null,
  but_automatic_upgrades ${TEXT} not null,
  packages ${BYTES} not null references package_set (digest),
  package_count integer not null,
  revision bigint not null
);
create index snapshot_by_packages on snapshot (packages);

-- What a snapshot was made from: history, so the source may be gone.
create table snapshot_source (
  snapshot_id ${TEXT} not null references snapshot (id) on delete cascade,
  position integer not null,
  source_id ${TEXT} not null,
  primary key (snapshot_id, position)
);
create index snapshot_source_by_source on snapshot_source (source_id);

create table publication (
  id ${TEXT} primary key,
  storage ${TEXT} not null,
  prefix ${TEXT} not null,
  distribution ${TEXT} not null,
  kind ${TEXT} not null,
  architectures ${TEXT} not null,
  options ${TEXT} not null,
  has_pending integer not null,
  generation bigint not null,
  created_at bigint not null,
  revision bigint not null,
  unique (storage, prefix, distribution)
);

-- What is published (pending 0) or staged (pending 1) in a component; one of the two ids is null.
-- What is staged has no set yet.
create table publication_source (
  publication_id ${TEXT} not null references publication (id) on delete cascade,
  pending integer not null,
  component ${TEXT} not null,
  repository_id ${TEXT} references repository (id),
  snapshot_id ${TEXT} references snapshot (id),
  packages ${BYTES} references package_set (digest),
  primary key (publication_id, pending, component),
  check ((packages is null) = (pending = 1)),
  check ((repository_id is null) <> (snapshot_id is null))
);
create index publication_source_by_repository on publication_source (repository_id);
create index publication_source_by_snapshot on publication_source (snapshot_id);
create index publication_source_by_packages on publication_source (packages);

create table generation (
  publication_id ${TEXT} not null references publication (id) on delete cascade,
  number bigint not null,
  created_at bigint not null,
  pool_layout ${TEXT} not null,
  files ${BYTES} not null,
  release_text ${TEXT} not null,
  release_signature ${TEXT} not null,
  in_release ${TEXT} not null,
  primary key (publication_id, number)
);

create table generation_set (
  publication_id ${TEXT} not null,
  number bigint not null,
  component ${TEXT} not null,
  packages ${BYTES} not null references package_set (digest),
  primary key (publication_id, number, component),
  foreign key (publication_id, number) references generation (publication_id, number)
    on delete cascade
);
create index generation_set_by_packages on generation_set (packages);

-- A change of a target that has begun. It outlives its publication (a drop), so no foreign key.
create table publish_intent (
  id ${TEXT} primary key,
  storage ${TEXT} not null,
  prefix ${TEXT} not null,
  distribution ${TEXT} not null,
  publication_id ${TEXT} not null,
  state ${TEXT} not null,
  task_id bigint not null,
  created_at bigint not null,
  steps ${BYTES} not null,
  has_generation integer not null,
  number bigint not null,
  generation_created_at bigint not null,
  pool_layout ${TEXT} not null,
  files ${BYTES} not null,
  release_text ${TEXT} not null,
  release_signature ${TEXT} not null,
  in_release ${TEXT} not null,
  unique (storage, prefix, distribution)
);

create table publish_intent_set (
  intent_id ${TEXT} not null references publish_intent (id) on delete cascade,
  component ${TEXT} not null,
  packages ${BYTES} not null references package_set (digest),
  primary key (intent_id, component)
);
create index publish_intent_set_by_packages on publish_intent_set (packages);

create table worker (
  id ${TEXT} primary key,
  host ${TEXT} not null,
  pid bigint not null,
  start_ticks bigint not null,
  boot_id ${TEXT} not null,
  lease_until bigint not null
);

create table task (
  id bigint primary key,
  name ${TEXT} not null,
  operation_kind ${TEXT} not null,
  operation_json ${TEXT} not null,
  claims ${TEXT} not null,
  state ${TEXT} not null,
  submitted_at bigint not null,
  started_at bigint not null,
  finished_at bigint not null,
  worker ${TEXT},
  attempt integer not null,
  cancel_requested integer not null,
  progress_json ${TEXT} not null,
  result_json ${TEXT} not null,
  error_code ${TEXT} not null,
  error_message ${TEXT} not null,
  waiter ${TEXT}
);
create index task_active on task (id) where state in ('WAITING', 'RUNNING');
create index task_by_finish on task (finished_at);

-- Output in pieces; start counts UTF-16 characters.
create table task_output (
  task_id bigint not null references task (id) on delete cascade,
  start_at bigint not null,
  end_at bigint not null,
  text ${TEXT} not null,
  primary key (task_id, start_at)
);
