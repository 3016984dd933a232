package org.entrepot.service.task;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.entrepot.catalog.Catalog;
import org.entrepot.catalog.Changes;
import org.entrepot.catalog.task.StartResult;
import org.entrepot.catalog.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts detached tasks of the queue in this process, a bounded number at once. A task that waits
/// for others takes no thread and no place.
///
/// Tasks run on platform threads: they compute for minutes, and virtual threads that compute keep
/// the few carriers of the process, on which every request is answered, for themselves.
final class TaskQueue {
  private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int ATTACHED = 64; // of the tasks in a list, which are not ours to start

  private final TaskEngine engine;
  private final Catalog catalog;
  private final Semaphore places;
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("task-", 0).factory());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean stopped;

  TaskQueue(TaskEngine engine, Catalog catalog, int parallel) {
    this.engine = engine;
    this.catalog = catalog;
    this.places = new Semaphore(parallel);
  }

  /// Works until [#stop()] is called. Returns at once.
  void start() {
    Thread.ofPlatform().daemon().name("queue").start(this::dispatch);
  }

  /// Starts nothing more; what runs, runs on.
  void stop() {
    stopped = true;
    stopping.countDown();
  }

  /// Takes a place for a task that its submitter would start at once; it must [#run] or
  /// [#release()].
  boolean tryReserve() {
    return !stopped && places.tryAcquire();
  }

  void release() {
    places.release();
  }

  /// Runs a started task in a place that was taken for it.
  void run(Runnable task) {
    executor.execute(() -> {
      try {
        task.run();
      } finally {
        places.release();
      }
    });
  }

  private void dispatch() {
    while (!stopped) {
      try {
        dispatchWhileItWorks();
      } catch (RuntimeException e) {
        if (!stopped) {
          LOG.error("the queue could not be read, and is tried again: {}", e.getMessage(), e);
          pause();
        }
      }
    }
    executor.shutdown();
  }

  private void dispatchWhileItWorks() {
    Changes changes = catalog.changes();
    while (!stopped) {
      engine.settleDeadTasks();
      if (acquire() && !startSome()) {
        TaskEngine.await(changes);
      }
    }
  }

  private boolean acquire() {
    try {
      return places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stopped = true;
      return false;
    }
  }

  private void pause() {
    try {
      boolean _ = stopping.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  /// Starts detached tasks while places last, one of which the caller has taken, and returns
  /// whether more may be startable.
  private boolean startSome() {
    boolean acquired = true;
    try {
      int limit = Math.max(1, places.availablePermits()) + ATTACHED;
      for (long id : catalog.read(view -> view.startableTasks(limit))) {
        if (!acquired && !tryReserve()) {
          return true;
        }
        acquired = true;
        Optional<Task> task =
            catalog.read(view -> view.findTask(id)).filter(found -> found.waiter().isEmpty());
        if (task.isPresent() && engine.startDetached(id) instanceof StartResult.Started started) {
          acquired = false; // it is the task's now
          run(() -> engine.carryDetached(task.get(), started));
        }
      }
      return false;
    } finally {
      if (acquired) {
        places.release();
      }
    }
  }
}
