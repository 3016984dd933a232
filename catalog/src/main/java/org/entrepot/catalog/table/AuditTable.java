package org.entrepot.catalog.table;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.entrepot.catalog.access.AuditEntry;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.catalog.access.AuditOutcome;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.catalog.task.NewTask;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.task.TaskState;

/// The audit log. [TaskTable] writes what concerns tasks, so that no change escapes it.
public final class AuditTable {
  private final Session session;
  private final Clock clock;

  /// Works in a transaction.
  public AuditTable(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  private static AuditEntry entry(Row row) {
    var id = row.number();
    var happenedAt = row.instant();
    var actor = Actor.of(row.text(), row.text(), row.text());
    var action = row.text();
    var title = row.text();
    var task = row.number();
    return new AuditEntry(
        id,
        happenedAt,
        actor,
        action,
        title,
        task == 0 ? OptionalLong.empty() : OptionalLong.of(task),
        AuditOutcome.valueOf(row.text()),
        row.maybeInstant(),
        row.text());
  }

  /// Returns the newest entries, the oldest of them first.
  public List<AuditEntry> list(AuditFilter filter) {
    return session
        .call(
            "read the audit log",
            "select id, happened_at, actor_kind, actor_name, actor_origin, action, title, task_id,"
                + " outcome, ended_at, detail from audit where happened_at >= ?"
                + " order by id desc limit ?")
        .instant(filter.since())
        .number(filter.limit())
        .list(AuditTable::entry)
        .reversed();
  }

  /// Adds what is no task.
  public void add(AuditEvent event) {
    insert(event, 0, clock.instant());
  }

  /// Adds that a task was submitted.
  void submitted(long taskId, NewTask task) {
    var event =
        new AuditEvent(task.actor(), task.operationKind(), task.name(), AuditOutcome.OPEN, "");
    insert(event, taskId, Instant.EPOCH);
  }

  private void insert(AuditEvent event, long taskId, Instant endedAt) {
    session
        .call(
            "write the audit log",
            "insert into audit (id, happened_at, actor_kind, actor_name, actor_origin, action,"
                + " title, task_id, outcome, ended_at, detail)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .number(CounterTable.take(session, "audit", 1))
        .instant(clock.instant())
        .text(event.actor().kind())
        .text(event.actor().nameText())
        .text(event.actor().origin())
        .text(event.action())
        .text(event.title())
        .number(taskId)
        .text(event.outcome().name())
        .instant(endedAt)
        .text(event.detail())
        .run();
  }

  /// Notes how a task ended.
  void ended(long taskId, TaskState state, String detail) {
    var outcome =
        switch (state) {
          case SUCCEEDED -> AuditOutcome.SUCCEEDED;
          case FAILED -> AuditOutcome.FAILED;
          case CANCELLED -> AuditOutcome.CANCELLED;
          case WAITING, RUNNING -> AuditOutcome.OPEN;
        };
    session
        .call(
            "complete the audit log",
            "update audit set outcome = ?, ended_at = ?, detail = ? where task_id = ?")
        .text(outcome.name())
        .instant(clock.instant())
        .text(detail)
        .number(taskId)
        .run();
  }

  /// Removes old entries.
  public int expire(Instant before) {
    return session
        .call("expire the audit log", "delete from audit where happened_at < ?")
        .instant(before)
        .run();
  }
}
