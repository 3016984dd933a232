package org.entrepot.app.torture;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.entrepot.testkit.DebBuilder;

/// What all clients share: the names, the histories, and what went wrong at once.
final class World {
  /// Repositories that are never dropped, each published as `d-NAME`.
  static final List<String> REPOSITORIES = List.of("r0", "r1", "r2", "r3");

  private static final int RACED_NAMES = 3; // of each kind, at one time

  private final Path home;
  private final long start = System.nanoTime();
  private final Map<String, MemberHistory> members = new TreeMap<>();
  private final Map<String, RegisterHistory> comments = new TreeMap<>();
  private final Map<String, NameHistory> names = new ConcurrentSkipListMap<>();
  private final Map<String, List<String>> snapshots = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final SortedMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final AtomicInteger unique = new AtomicInteger();
  private final AtomicInteger epoch = new AtomicInteger();
  private volatile boolean stopped;

  World(Path home) {
    this.home = home;
    for (String repository : REPOSITORIES) {
      members.put(repository, new MemberHistory("packages of " + repository));
      comments.put(repository, new RegisterHistory("comment of " + repository));
    }
  }

  Path home() {
    return home;
  }

  MemberHistory members(String repository) {
    return requireNonNull(members.get(repository));
  }

  RegisterHistory comment(String repository) {
    return requireNonNull(comments.get(repository));
  }

  /// The history of an object that many want, by kind and name.
  NameHistory name(String kind, String name) {
    return names.computeIfAbsent(kind + " " + name, NameHistory::new);
  }

  /// A name that others want now; another for each epoch, so that requests without an answer do not
  /// make everything possible.
  String racedName(String kind, int random) {
    return "%s%d-%d".formatted(kind, epoch.get(), random % RACED_NAMES);
  }

  void nextEpoch() {
    epoch.incrementAndGet();
  }

  /// Contents of snapshots that nobody drops, as they were when they were read first.
  Map<String, List<String>> snapshots() {
    return snapshots;
  }

  String uniqueName(String stem) {
    return stem + "x" + unique.incrementAndGet();
  }

  static byte[] deb(String name) {
    return DebBuilder.of(name, "1", "amd64").file("./usr/share/" + name, name).toBytes();
  }

  void count(String what) {
    counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  void violation(String what) {
    violations.add("at %d ms: %s".formatted((System.nanoTime() - start) / 1_000_000, what));
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  SortedMap<String, LongAdder> counts() {
    return counts;
  }

  int events() {
    return members.values().stream().mapToInt(MemberHistory::size).sum()
        + comments.values().stream().mapToInt(RegisterHistory::size).sum()
        + names.values().stream().mapToInt(NameHistory::size).sum();
  }

  /// Everything that is wrong.
  List<String> violations() {
    var all = new ArrayList<>(violations);
    members.values().forEach(history -> all.addAll(history.violations()));
    comments.values().forEach(history -> all.addAll(history.violations()));
    names.values().forEach(history -> all.addAll(history.violations()));
    return all;
  }
}
