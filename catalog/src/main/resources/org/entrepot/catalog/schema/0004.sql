-- When packages came into a repository: one row per change that brought some, with the bitmap of what it brought. What
-- left since may still be in it; what came again is in the later row too, and that one counts.
create table repository_arrival (
  repository_id ${TEXT} not null references repository (id) on delete cascade,
  arrived_at bigint not null,
  packages ${BYTES} not null,
  primary key (repository_id, arrived_at)
);

-- Nobody noted it so far, so packages count as new from now on.
insert into repository_arrival (repository_id, arrived_at, packages)
  select r.id, ${NOW}, s.members from repository r join package_set s on s.digest = r.packages
  where r.package_count > 0;
