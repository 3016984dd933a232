package org.entrepot.catalog.table;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entrepot.catalog.sql.Session;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.Worker;
import org.entrepot.domain.task.TaskState;

/// The processes that run tasks.
public final class WorkerTable {
  private final Session session;
  private final Clock clock;

  /// Works in a transaction.
  public WorkerTable(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  /// Makes a worker known, or known again.
  public void register(Worker worker) {
    remove(worker.id());
    session
        .call(
            "register a worker",
            "insert into worker (id, host, pid, start_ticks, boot_id, lease_until)"
                + " values (?, ?, ?, ?, ?, ?)")
        .uuid(worker.id())
        .text(worker.host())
        .number(worker.pid())
        .number(worker.startTicks())
        .text(worker.bootId())
        .instant(worker.leaseUntil())
        .run();
  }

  /// Extends a lease.
  public boolean renew(UUID worker, Instant leaseUntil) {
    return session
            .call("renew a lease", "update worker set lease_until = ? where id = ?")
            .instant(leaseUntil)
            .uuid(worker)
            .run()
        == 1;
  }

  /// Forgets a worker.
  public void remove(UUID worker) {
    session.call("remove a worker", "delete from worker where id = ?").uuid(worker).run();
  }

  /// Returns all workers, by id.
  public List<Worker> list() {
    return session
        .call(
            "list workers",
            "select id, host, pid, start_ticks, boot_id, lease_until from worker order by id")
        .list(row ->
            new Worker(
                row.uuid(), row.text(), row.number(), row.number(), row.text(), row.instant()));
  }

  /// Returns running tasks whose worker, and waiting tasks whose waiter, is unknown or dead.
  public List<Task> orphans(Predicate<Worker> dead) {
    var active = new TaskTable(session, clock).activeTasks();
    if (active.isEmpty()) {
      return active;
    }
    var alive = list().stream().filter(dead.negate()).map(Worker::id).collect(Collectors.toSet());
    return active.stream()
        .filter(task ->
            task.state() == TaskState.RUNNING
                ? task.worker().filter(alive::contains).isEmpty()
                : task.waiter().filter(waiter -> !alive.contains(waiter)).isPresent())
        .toList();
  }
}
