package org.entrepot.server.api.task;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.entrepot.catalog.Changes;
import org.entrepot.catalog.View;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.service.Entrepot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes everybody who waits for tasks. One thread looks at the catalog when something was
/// committed, for all of them, so a thousand waiters cost one small question per commit. Safe for
/// any thread.
public final class TaskWaits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskWaits.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Entrepot store;
  private final Set<Waiter> waiters = new HashSet<>(); // guarded by itself
  private boolean closed; // guarded by waiters
  private @Nullable Thread watcher; // guarded by waiters; started with the first waiter

  public TaskWaits(Entrepot store) {
    this.store = store;
  }

  /// Somebody who waits for a task, or for all of them.
  private record Waiter(OptionalLong task, CompletableFuture<Boolean> woken) {
    boolean isOver(Set<Long> active) {
      return task.isPresent() ? !active.contains(task.getAsLong()) : active.isEmpty();
    }
  }

  /// Returns when the task has ended, or is gone.
  ///
  /// @throws RefusedException when the server stops before
  public void awaitEnd(long task) {
    await(OptionalLong.of(task));
  }

  /// Returns when no task waits or runs.
  public void awaitIdle() {
    await(OptionalLong.empty());
  }

  private void await(OptionalLong task) {
    var waiter = new Waiter(task, new CompletableFuture<>());
    synchronized (waiters) {
      if (closed) {
        throw stopping();
      }
      waiters.add(waiter);
      if (watcher == null) {
        Changes changes = store.changes();
        watcher = Thread.ofPlatform().daemon().name("task-waits").start(() -> watch(changes));
      }
      waiters.notifyAll();
    }
    try {
      // After it is known to the watcher: what ends from here on wakes it.
      if (!waiter.isOver(active())) {
        waiter.woken().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(ErrorCode.CANCELLED, "waiting for a task was interrupted", e);
    } catch (ExecutionException _) {
      throw stopping();
    } finally {
      synchronized (waiters) {
        waiters.remove(waiter);
      }
    }
  }

  /// Whether the server stops.
  boolean isClosed() {
    synchronized (waiters) {
      return closed;
    }
  }

  private static RefusedException stopping() {
    return new RefusedException(
        503, "the server stops; a task that was submitted stays in the queue");
  }

  private Set<Long> active() {
    return new HashSet<>(store.view(View::activeTaskIds));
  }

  private void watch(Changes changes) {
    try {
      while (awaitWaiters()) {
        if (changes.awaitChange(PATIENCE)) {
          wakeThoseWhoseTasksEnded();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  /// Returns false when this is closed.
  private boolean awaitWaiters() throws InterruptedException {
    synchronized (waiters) {
      while (waiters.isEmpty() && !closed) {
        waiters.wait();
      }
      return !closed;
    }
  }

  private void wakeThoseWhoseTasksEnded() {
    // Before the tasks are read: one that is submitted afterwards is not among them, and its waiter
    // would take that for its end.
    List<Waiter> waiting;
    synchronized (waiters) {
      waiting = List.copyOf(waiters);
    }
    try {
      Set<Long> active = active();
      waiting.stream()
          .filter(waiter -> waiter.isOver(active))
          .forEach(waiter -> waiter.woken().complete(true));
    } catch (RepositoryException e) {
      LOG.warn("the tasks cannot be read, and are read again at the next change", e);
    }
  }

  /// Wakes everybody with a refusal.
  @Override
  public void close() {
    List<Waiter> left;
    synchronized (waiters) {
      closed = true;
      waiters.notifyAll();
      left = List.copyOf(waiters);
    }
    left.forEach(
        waiter -> waiter.woken().completeExceptionally(new IllegalStateException("closed")));
  }
}
