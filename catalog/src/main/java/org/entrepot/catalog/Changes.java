package org.entrepot.catalog;

import java.time.Duration;
import org.entrepot.catalog.sql.ChangeSignal;

/// A watch over commits, of this process and all others. For one thread.
///
/// It tells that something changed, not what, and may tell it once too often: read again.
public final class Changes {
  private final ChangeSignal signal;
  private long seen;

  Changes(ChangeSignal signal) {
    this.signal = signal;
    this.seen = signal.count();
  }

  /// Waits until something was committed since the last call (or since the watch was made), or the
  /// time is over, and returns whether something was.
  public boolean awaitChange(Duration timeout) throws InterruptedException {
    var count = signal.await(seen, timeout.toNanos());
    var changed = count != seen;
    seen = count;
    return changed;
  }
}
