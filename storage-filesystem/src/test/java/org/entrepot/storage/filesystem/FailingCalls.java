package org.entrepot.storage.filesystem;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.storage.FaultPoint;

/// Lets the call with one number fail, or all from there on, as after a crash.
final class FailingCalls implements FaultPoint {
  /// What happens after the call that failed.
  enum Afterwards {
    GOES_ON,
    FAILS_TOO
  }

  private final AtomicInteger calls = new AtomicInteger();
  private final int failing;
  private final Afterwards afterwards;

  FailingCalls(int failing, Afterwards afterwards) {
    this.failing = failing;
    this.afterwards = afterwards;
  }

  /// How many calls there were.
  int count() {
    return calls.get();
  }

  boolean hasFailed() {
    return count() >= failing;
  }

  @Override
  public void before(String call, Path path) throws IOException {
    int number = calls.incrementAndGet();
    if (number == failing || (number > failing && afterwards == Afterwards.FAILS_TOO)) {
      throw new IOException("made to fail: call " + number + ", " + call + " " + path);
    }
  }
}
