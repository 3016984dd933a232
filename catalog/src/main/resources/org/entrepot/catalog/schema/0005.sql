-- Files of an archive that go along with packages: a list under its digest, see FileListCodec. Null
-- where there are none.
create table archive_files (
  digest ${BYTES} primary key,
  files ${BYTES} not null
);
alter table mirror add column files ${BYTES} references archive_files (digest);
alter table snapshot add column files ${BYTES} references archive_files (digest);
create index mirror_by_files on mirror (files);
create index snapshot_by_files on snapshot (files);
