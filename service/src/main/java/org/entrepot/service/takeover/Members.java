package org.entrepot.service.takeover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.service.operation.OperationResult.LeftBehind;
import org.entrepot.service.takeover.predecessor.Predecessor;

/// Which packages the lists of a predecessor name, and what became of each. Thread-safe.
final class Members {
  private static final int WANTED = -1;
  private static final int LEFT = -2;
  private static final int MOST_TOLD = 10_000;

  private final Map<String, Integer> ids = new HashMap<>();
  private final Set<String> local = new HashSet<>();
  private final Map<String, String> left = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();

  /// Wants all packages of a list.
  ///
  /// @param ofRepository whether the packages were added by somebody, not mirrored
  synchronized void want(Predecessor from, String list, boolean ofRepository) throws IOException {
    from.forEachMember(
        list,
        reference -> {
          ids.putIfAbsent(reference, WANTED);
          if (ofRepository) {
            local.add(reference);
          }
        });
  }

  synchronized boolean isWanted(String reference) {
    return ids.containsKey(reference);
  }

  synchronized boolean isLocal(String reference) {
    return local.contains(reference);
  }

  synchronized int size() {
    return ids.size();
  }

  /// The package has this row.
  synchronized void store(String reference, int id) {
    ids.put(reference, id);
  }

  /// The package does not come.
  synchronized void leave(String reference, String reason) {
    ids.put(reference, LEFT);
    left.put(reference, reason);
  }

  synchronized void note(String note) {
    notes.add(note);
  }

  /// Leaves what lists name and nobody found.
  synchronized void leaveTheRest() {
    ids.entrySet().stream()
        .filter(entry -> entry.getValue() == WANTED)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(reference -> leave(reference, "lists name it, but there is no record of it"));
  }

  /// How many packages have come, or would.
  synchronized int came() {
    return ids.size() - left.size();
  }

  /// The rows of a list.
  synchronized PackageSet set(Predecessor from, String list) throws IOException {
    var rows = new ArrayList<Integer>();
    from.forEachMember(
        list,
        reference -> {
          int id = ids.getOrDefault(reference, LEFT);
          if (id >= 0) {
            rows.add(id);
          }
        });
    return PackageSet.of(rows.stream().mapToInt(Integer::intValue));
  }

  /// How many packages of a list do not come.
  synchronized int missing(Predecessor from, String list) throws IOException {
    var count = new AtomicInteger();
    from.forEachMember(
        list,
        reference -> {
          if (ids.getOrDefault(reference, LEFT) == LEFT) {
            count.incrementAndGet();
          }
        });
    return count.get();
  }

  /// The packages that do not come, by reference; of very many only the first.
  synchronized List<LeftBehind> left() {
    var told = new ArrayList<LeftBehind>();
    left.entrySet().stream()
        .limit(MOST_TOLD)
        .forEach(entry -> told.add(new LeftBehind("package " + entry.getKey(), entry.getValue())));
    if (left.size() > MOST_TOLD) {
      told.add(
          new LeftBehind(
              "%d packages more".formatted(left.size() - MOST_TOLD),
              "they are too many to be named here"));
    }
    return told;
  }

  synchronized List<String> notes() {
    return notes.stream().limit(MOST_TOLD).toList();
  }
}
