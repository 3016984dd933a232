package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.error.CatalogFailure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Changes that wait in one queue are committed together: each whole or not at all, none
/// acknowledged before it is durable.
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set by JUnit
final class SqliteGroupCommitTest {
  private static final int WRITERS = 12;

  @TempDir Path directory;
  private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
  private final Set<Integer> failed = new ConcurrentSkipListSet<>();
  private final Set<Integer> unseen = new ConcurrentSkipListSet<>();

  private CatalogUrl url() {
    return CatalogUrl.sqlite(directory.resolve("catalog.db"));
  }

  /// A change of one setting by each of twelve writers, all of which wait while the first one is
  /// held.
  private void write(Catalog catalog, int broken) throws InterruptedException {
    var begun = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    try (var other = Catalog.open(url(), CatalogHarness.CLOCK)) {
      threads.add(
          Thread.ofPlatform()
              .start(() ->
                  change(
                      catalog,
                      other,
                      0,
                      () -> {
                        begun.countDown();
                        await(gate);
                      })));
      await(begun);
      for (int i = 1; i < WRITERS; i++) {
        int number = i;
        threads.add(
            Thread.ofPlatform()
                .start(() ->
                    change(
                        catalog,
                        other,
                        number,
                        () -> {
                          if (number == broken) {
                            throw new IllegalStateException("it changes its mind");
                          }
                        })));
        awaitWaiting(threads.getLast());
      }
      gate.countDown();
      for (Thread thread : threads) {
        assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
      }
    }
  }

  private void change(Catalog catalog, Catalog other, int number, Runnable meanwhile) {
    try {
      catalog.write(transaction -> {
        transaction.putSetting("writer-" + number, "done");
        meanwhile.run();
        return true;
      });
    } catch (RuntimeException _) {
      failed.add(number);
      return;
    }
    acknowledged.add(number);
    if (!stored(other).contains(number)) {
      unseen.add(number);
    }
  }

  private static Set<Integer> stored(Catalog catalog) {
    return catalog.read(view -> {
      var found = new TreeSet<Integer>();
      for (int i = 0; i < WRITERS; i++) {
        if (view.setting("writer-" + i).isPresent()) {
          found.add(i);
        }
      }
      return found;
    });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("BusyWait") // until a thread stands in the queue, which nobody tells
  private static void awaitWaiting(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }

  private static List<Integer> allBut(int... missing) {
    var all = new ArrayList<Integer>();
    for (int i = 0; i < WRITERS; i++) {
      all.add(i);
    }
    for (int each : missing) {
      all.remove(Integer.valueOf(each));
    }
    return all;
  }

  private void assertStored(List<Integer> expected) {
    assertThat(acknowledged).containsExactlyElementsOf(expected);
    assertThat(unseen).as("not durable when it was acknowledged").isEmpty();
    try (var again = Catalog.open(url(), CatalogHarness.CLOCK)) {
      assertThat(stored(again)).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void thoseThatWaitAreCommittedTogether() throws InterruptedException {
    var commits = new AtomicInteger();
    try (var catalog =
        Catalog.open(
            url(),
            CatalogHarness.CLOCK,
            call -> commits.addAndGet(call.equals("commit") ? 1 : 0))) {
      write(catalog, -1);
    }
    assertStored(allBut());
    assertThat(commits.get()).isLessThan(WRITERS);
  }

  @Test
  void oneThatFailsIsUndoneAlone() throws InterruptedException {
    for (int broken : new int[] {1, 5, WRITERS - 1}) {
      acknowledged.clear();
      failed.clear();
      try (var catalog = Catalog.open(url(), CatalogHarness.CLOCK)) {
        catalog.write(transaction -> {
          for (int i = 0; i < WRITERS; i++) {
            transaction.deleteSetting("writer-" + i);
          }
          return true;
        });
        write(catalog, broken);
      }
      assertThat(failed).containsExactly(broken);
      assertStored(allBut(broken));
    }
  }

  /// A catalog whose first call of this name fails.
  private Catalog failingOnce(String name, AtomicInteger calls) {
    return Catalog.open(
        url(),
        CatalogHarness.CLOCK,
        call -> {
          if (call.equals(name) && calls.getAndIncrement() == 0) {
            throw new CatalogFailure(Reason.NOT_WRITABLE, "no space is left", null);
          }
        });
  }

  /// As when the disk is full: the engine gives up the transaction, and with it what others did.
  @Test
  void whatIsLostWithAnotherChangeIsDoneAgain() throws InterruptedException {
    var rollbacks = new AtomicInteger();
    try (var catalog = failingOnce("rollback", rollbacks)) {
      write(catalog, 7);
    }
    assertThat(rollbacks.get()).isPositive();
    assertThat(failed).containsExactly(7);
    assertStored(allBut(7));
  }

  @Test
  void whenTheCommitFailsNobodyIsTold() throws InterruptedException {
    try (var catalog = failingOnce("commit", new AtomicInteger())) {
      write(catalog, -1);
    }
    assertThat(failed).isNotEmpty();
    assertStored(allBut(failed.stream().mapToInt(Integer::intValue).toArray()));
  }
}
