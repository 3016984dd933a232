package org.entrepot.catalog;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs the same thing on several threads at once.
final class Threads {
  private Threads() {}

  interface Body {
    void run(int index) throws Exception;
  }

  /// Waits for all, a minute at most, and fails with the first failure.
  static void run(int count, Body body)
      throws InterruptedException, ExecutionException, TimeoutException {
    var executor = Executors.newFixedThreadPool(count);
    try {
      var futures = new ArrayList<Future<?>>();
      for (var i = 0; i < count; i++) {
        var index = i;
        futures.add(
            executor.submit(() -> {
              body.run(index);
              return index;
            }));
      }
      for (var future : futures) {
        future.get(60, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
