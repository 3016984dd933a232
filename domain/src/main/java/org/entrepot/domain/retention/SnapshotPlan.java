package org.entrepot.domain.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.snapshot.Snapshot;

/// What a policy does to the snapshots of a pattern, as a function of the facts alone. Immutable.
///
/// @param verdicts one for each snapshot that has the pattern, the newest first
public record SnapshotPlan(List<Verdict> verdicts) {
  public SnapshotPlan {
    verdicts = List.copyOf(verdicts);
  }

  /// What becomes of a snapshot.
  ///
  /// @param holders who needs it: publications, or snapshots that were made from it; empty for any
  ///   other fate
  public record Verdict(Snapshot snapshot, Fate fate, List<String> holders) {
    public Verdict {
      holders = List.copyOf(holders);
    }
  }

  /// Why a snapshot stays, or that it goes.
  public enum Fate {
    DROPPED,
    NEWEST,
    RECENT,
    PUBLISHED,
    SOURCE
  }

  /// What is done with snapshots from which others were made that stay.
  public enum Sources {
    KEEP,
    DROP
  }

  /// The plan. A snapshot from which only snapshots were made that go too, goes with them.
  ///
  /// @param all every snapshot that there is
  /// @param publications where a snapshot is published, or will be, by its id
  public static SnapshotPlan of(
      List<Snapshot> all,
      SnapshotPolicy policy,
      Map<UUID, List<String>> publications,
      Sources sources,
      Instant now) {
    List<Snapshot> matching =
        all.stream()
            .filter(snapshot -> policy.pattern().matches(snapshot.name().value()))
            .sorted(
                Comparator.comparing(Snapshot::createdAt, Comparator.reverseOrder())
                    .thenComparing(snapshot -> snapshot.name().value()))
            .toList();
    Instant oldest = now.minus(policy.age());
    var verdicts = new LinkedHashMap<UUID, Verdict>();
    for (int i = 0; i < matching.size(); i++) {
      Snapshot snapshot = matching.get(i);
      List<String> at = publications.getOrDefault(snapshot.id(), List.of());
      Fate fate =
          i < policy.keep()
              ? Fate.NEWEST
              : policy.keepDays() > 0 && !snapshot.createdAt().isBefore(oldest)
                  ? Fate.RECENT
                  : at.isEmpty() ? Fate.DROPPED : Fate.PUBLISHED;
      verdicts.put(
          snapshot.id(), new Verdict(snapshot, fate, fate == Fate.PUBLISHED ? at : List.of()));
    }
    if (sources == Sources.KEEP) {
      keepSources(verdicts, madeFrom(all));
    }
    return new SnapshotPlan(List.copyOf(verdicts.values()));
  }

  private static Map<UUID, List<Snapshot>> madeFrom(List<Snapshot> all) {
    var made = new TreeMap<UUID, List<Snapshot>>();
    for (Snapshot snapshot : all) {
      for (UUID source : Set.copyOf(snapshot.sourceIds())) {
        made.computeIfAbsent(source, _ -> new ArrayList<>()).add(snapshot);
      }
    }
    return made;
  }

  /// Each snapshot that is kept keeps what it was made from, and so on.
  private static void keepSources(Map<UUID, Verdict> verdicts, Map<UUID, List<Snapshot>> madeFrom) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Verdict verdict : List.copyOf(verdicts.values())) {
        if (verdict.fate() != Fate.DROPPED) {
          continue;
        }
        List<String> holders =
            madeFrom.getOrDefault(verdict.snapshot().id(), List.of()).stream()
                .filter(holder -> !goes(verdicts, holder))
                .map(holder -> holder.name().value())
                .sorted()
                .toList();
        if (!holders.isEmpty()) {
          verdicts.put(
              verdict.snapshot().id(), new Verdict(verdict.snapshot(), Fate.SOURCE, holders));
          changed = true;
        }
      }
    }
  }

  private static boolean goes(Map<UUID, Verdict> verdicts, Snapshot snapshot) {
    Verdict verdict = verdicts.get(snapshot.id());
    return verdict != null && verdict.fate() == Fate.DROPPED;
  }

  /// The snapshots that go.
  public List<Snapshot> dropped() {
    return verdicts.stream()
        .filter(verdict -> verdict.fate() == Fate.DROPPED)
        .map(Verdict::snapshot)
        .toList();
  }

  /// The names of the snapshots that go.
  public Set<SnapshotName> droppedNames() {
    return dropped().stream().map(Snapshot::name).collect(Collectors.toUnmodifiableSet());
  }
}
