package org.entrepot.catalog.sql;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Counts commits of all processes and wakes those who wait for the next one. Thread-safe.
///
/// Commits of this process are told by [#raise()]. Those of others are told the same way by a
/// listener (PostgreSQL), or found by a probe that waiters call with growing pauses (SQLite).
public final class ChangeSignal {
  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition raised = lock.newCondition();
  private final BooleanSupplier probe;
  private long count;
  private long probedAt = System.nanoTime();

  /// Makes a signal.
  ///
  /// @param probe whether another process has committed since the probe was last asked
  ChangeSignal(BooleanSupplier probe) {
    this.probe = probe;
  }

  /// Tells of a commit.
  void raise() {
    lock.lock();
    try {
      count++;
      raised.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns how many commits have been noticed.
  public long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the count differs from `seen`, or the time is over; returns the count.
  public long await(long seen, long timeoutNanos) throws InterruptedException {
    var deadline = System.nanoTime() + timeoutNanos;
    var pause = SHORTEST_PAUSE;
    lock.lockInterruptibly();
    try {
      while (count == seen) {
        look();
        var left = deadline - System.nanoTime();
        if (count != seen || left <= 0) {
          break;
        }
        if (raised.awaitNanos(Math.min(pause, left)) <= 0) {
          pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  /// Runs what ends the probe, while nobody probes, and wakes everyone.
  void last(Runnable end) {
    lock.lock();
    try {
      end.run();
      count++;
      raised.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    // Many waiters share one look at the file.
    if (System.nanoTime() - probedAt >= SHORTEST_PAUSE / 2) {
      if (probe.getAsBoolean()) {
        count++;
        raised.signalAll();
      }
      probedAt = System.nanoTime();
    }
  }
}
