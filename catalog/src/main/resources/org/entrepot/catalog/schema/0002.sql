-- Who submitted a task, see Actor, and what they may do, see GrantCodec: all empty for tasks from before.
alter table task add column actor_kind ${TEXT} not null default '';
alter table task add column actor_name ${TEXT} not null default '';
alter table task add column actor_origin ${TEXT} not null default '';
alter table task add column actor_grant ${TEXT} not null default '';

-- Of the secret only its SHA-256 is known. name_patterns is a list of texts, see TextCodec.
create table access_token (
  id ${TEXT} primary key,
  name ${TEXT} not null unique,
  secret_digest ${BYTES} not null,
  scope ${TEXT} not null,
  name_patterns ${TEXT} not null,
  comment ${TEXT} not null,
  created_at bigint not null,
  expires_at bigint not null
);

-- Who changed what. It outlives tasks and tokens, so no foreign keys: task_id is 0 without a task.
-- A row of a task is written when the task is submitted, and gets its outcome when the task ends.
create table audit (
  id bigint primary key,
  happened_at bigint not null,
  actor_kind ${TEXT} not null,
  actor_name ${TEXT} not null,
  actor_origin ${TEXT} not null,
  action ${TEXT} not null,
  title ${TEXT} not null,
  task_id bigint not null,
  outcome ${TEXT} not null,
  ended_at bigint not null,
  detail ${TEXT} not null
);
create index audit_by_time on audit (happened_at);
create index audit_by_task on audit (task_id) where task_id > 0;
insert into counter (name, value) values ('audit', 0);
