package org.entrepot.transport;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Closes streams on which nothing comes for too long, which ends whoever reads them. Safe for any
/// thread.
final class StallWatch implements AutoCloseable {
  private final Duration patience;
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("stall-watch").factory());

  StallWatch(Duration patience) {
    this.patience = patience;
    long every = Math.max(50, Math.min(1000, patience.toMillis() / 4));
    var _ = timer.scheduleAtFixedRate(this::look, every, every, TimeUnit.MILLISECONDS);
  }

  /// A stream that is watched until it is let go.
  final class Watched implements AutoCloseable {
    private final Closeable stream;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean stalled;

    private Watched(Closeable stream) {
      this.stream = stream;
    }

    /// Something came.
    void touch() {
      lastNanos = System.nanoTime();
    }

    /// Whether the stream was closed because nothing came.
    boolean isStalled() {
      return stalled;
    }

    private void look(long now) {
      if (now - lastNanos > patience.toNanos()) {
        stalled = true;
        watched.remove(this);
        try {
          stream.close();
        } catch (IOException _) {
          // its reader learns of it
        }
      }
    }

    @Override
    public void close() {
      watched.remove(this);
    }
  }

  Watched watch(Closeable stream) {
    var entry = new Watched(stream);
    watched.add(entry);
    return entry;
  }

  private void look() {
    long now = System.nanoTime();
    watched.forEach(entry -> entry.look(now));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
