package org.entrepot.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.entrepot.catalog.error.CatalogFailure;

/// Counts every call that changes the catalog or the storage, and fails chosen ones: a single call,
/// or from one call on all of them, as for a process that died there.
final class Faults {
  private final int first;
  private final int last;
  private final Consumer<String> before;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore beats = new Semaphore(0);
  private int count;
  private boolean armed;

  private Faults(int first, int last, Consumer<String> before) {
    this.first = first;
    this.last = last;
    this.before = before;
  }

  /// Lets everything happen, and counts.
  static Faults none() {
    return new Faults(Integer.MAX_VALUE, Integer.MAX_VALUE, _ -> {});
  }

  /// Fails call `n` after [#arm], counted from 1.
  static Faults at(int n) {
    return new Faults(n, n, _ -> {});
  }

  /// Fails call `n` after [#arm] and all later ones.
  static Faults from(int n) {
    return new Faults(n, Integer.MAX_VALUE, _ -> {});
  }

  /// Lets everything happen, and looks at the world before each call.
  static Faults watching(Consumer<String> watch) {
    return new Faults(Integer.MAX_VALUE, Integer.MAX_VALUE, watch);
  }

  /// From here on calls count.
  synchronized void arm() {
    armed = true;
  }

  /// From here on nothing counts or fails.
  synchronized void disarm() {
    armed = false;
  }

  synchronized int count() {
    return count;
  }

  /// The counted calls.
  List<String> calls() {
    return List.copyOf(calls);
  }

  org.entrepot.catalog.FaultPoint ofCatalog() {
    return call ->
        hit(call)
            .ifPresent(place -> {
              throw new CatalogFailure(
                  CatalogFailure.Reason.UNAVAILABLE, "injected fault at " + place, null);
            });
  }

  org.entrepot.storage.FaultPoint ofStorage() {
    return (call, path) -> {
      Optional<String> place = hit(call + " " + name(path));
      if (place.isPresent()) {
        throw new IOException("injected fault at " + place.get());
      }
    };
  }

  private static String name(Path path) {
    int count = path.getNameCount();
    return path.subpath(Math.max(0, count - 3), count).toString();
  }

  /// Waits until the heartbeat of the store's engine has asked once more, from begin to end, which
  /// tasks shall be cancelled.
  void awaitHeartbeat() throws InterruptedException {
    beats.drainPermits();
    beats.acquire(2); // the first may have begun before
  }

  private Optional<String> hit(String call) {
    if (Thread.currentThread().getName().equals("heartbeat")) {
      if (call.startsWith("check for a cancel")) {
        beats.release();
      }
      return Optional.empty(); // it beats by time, so its calls cannot be counted
    }
    if (!isArmed()) {
      return Optional.empty();
    }
    before.accept(call);
    return count(call);
  }

  private synchronized boolean isArmed() {
    return armed;
  }

  private synchronized Optional<String> count(String call) {
    count++;
    calls.add(call);
    boolean fails = count >= first && count <= last;
    return fails ? Optional.of("call %d (%s)".formatted(count, call)) : Optional.empty();
  }
}
