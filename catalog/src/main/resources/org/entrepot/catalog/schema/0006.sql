-- What is done again and again: see Schedule and Timing. recipe is JSON of the service; running_until is 0
-- unless a process has promised to be at work on it until then.
create table schedule (
  id ${TEXT} primary key,
  name ${TEXT} not null unique,
  timing ${TEXT} not null,
  recipe ${TEXT} not null,
  state ${TEXT} not null,
  next_at bigint not null,
  running_until bigint not null,
  runs bigint not null,
  created_at bigint not null
);

create table schedule_run (
  schedule_id ${TEXT} not null references schedule (id) on delete cascade,
  number bigint not null,
  started_at bigint not null,
  ended_at bigint not null,
  outcome ${TEXT} not null,
  detail ${TEXT} not null,
  primary key (schedule_id, number)
);
