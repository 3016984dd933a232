package org.entrepot.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Keeps all fetches together below a number of bytes per second, over each quarter of a second.
/// Safe for any thread.
final class RateLimit {
  private static final long CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final long bytesPerSecond;
  private long paidUntil; // the time up to which bytes were let through

  RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
    this.paidUntil = System.nanoTime();
  }

  /// Waits until these bytes may have come.
  void take(long bytes) {
    if (bytesPerSecond <= 0) {
      return;
    }
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      paidUntil = Math.max(paidUntil, now - CREDIT_NANOS);
      paidUntil += (long) (bytes * 1e9 / bytesPerSecond);
      wait = paidUntil - now;
    }
    long end = System.nanoTime() + wait;
    while (wait > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(wait);
      wait = end - System.nanoTime();
    }
  }
}
