package org.entrepot.server.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.service.Entrepot;
import org.entrepot.service.schedule.ScheduleRunner;
import org.entrepot.service.task.TaskListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for schedules that are due, and carries them out while the server runs. Of several servers
/// on one store, whichever comes first begins a run. Safe for any thread.
final class ScheduleTicker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleTicker.class);

  private final ScheduleRunner runner;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("schedules").factory());
  private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<ScheduleName> begun = ConcurrentHashMap.newKeySet();

  /// Looks again and again, `every` so long.
  ScheduleTicker(Entrepot store, Duration every) {
    this.runner = store.schedules();
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      for (ScheduleName name : runner.due()) {
        if (begun.add(name)) {
          work.execute(() -> carryOut(name));
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("schedules cannot be read: {}", e.getMessage());
    }
  }

  private void carryOut(ScheduleName name) {
    try {
      runner
          .runIfDue(name, TaskListener.SILENT)
          .ifPresent(
              ran -> LOG.info("schedule {}: {} {}", name, ran.run().outcome(), ran.run().detail()));
    } catch (RuntimeException e) {
      LOG.warn("schedule {} cannot be carried out: {}", name, e.getMessage());
    } finally {
      begun.remove(name);
    }
  }

  /// Begins nothing more. Steps that run are tasks, which the server ends as all others.
  @Override
  public void close() {
    runner.stop();
    timer.shutdownNow();
    work.shutdown();
  }
}
