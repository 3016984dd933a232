package org.entrepot.server.api.shape;

import java.util.List;
import java.util.Locale;
import org.entrepot.service.operation.OperationResult.RetainedSnapshots;

/// What a policy did to snapshots, or would do, the newest first.
public record RetainedSnapshotsShape(List<Verdict> snapshots) {

  /// What became of one: `dropped`, or why it stays: `newest`, `recent`, `published`, `source`.
  public record Verdict(String name, String createdAt, String fate, List<String> holders) {}

  /// The shape of a result.
  public static RetainedSnapshotsShape of(RetainedSnapshots result) {
    return new RetainedSnapshotsShape(
        result.snapshots().stream()
            .map(each ->
                new Verdict(
                    each.name(),
                    each.createdAt().toString(),
                    each.fate().name().toLowerCase(Locale.ROOT),
                    each.holders()))
            .toList());
  }
}
