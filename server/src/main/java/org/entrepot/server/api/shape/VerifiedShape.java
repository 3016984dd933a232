package org.entrepot.server.api.shape;

import java.util.List;
import java.util.Locale;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.operation.Maintenance;
import org.entrepot.service.operation.OperationResult;

/// What a check of the store found.
///
/// @param faults what readers or packages lack
/// @param orphans what only takes up space
/// @param moreFindings how many there are besides
/// @param unsettled archives that changed all the time
/// @param unjudged pool files that may belong to running tasks
public record VerifiedShape(
    List<Found> faults,
    List<Found> orphans,
    long moreFindings,
    List<String> unsettled,
    long unjudged,
    long packages,
    long poolFiles,
    long poolBytes,
    long publishedFiles) {

  /// Something that was found, such as `pool_missing`, of no publication or of one.
  public record Found(String kind, String publication, String path, String detail) {
    static Found of(Finding finding) {
      return new Found(
          finding.kind().name().toLowerCase(Locale.ROOT),
          finding.point().map(Object::toString).orElse(""),
          finding.path(),
          finding.detail());
    }
  }

  /// What became of findings.
  public record Repaired(List<Attempt> attempts) {
    /// What was tried for one.
    public record Attempt(Found finding, boolean mended, String detail) {}

    /// The shape of a result.
    public static Repaired of(OperationResult.Repaired result) {
      return new Repaired(
          result.attempts().stream()
              .map(it -> new Attempt(Found.of(it.finding()), it.mended(), it.detail()))
              .toList());
    }
  }

  /// What a recovery did, and what is left for people.
  public record Recovered(List<String> done, List<String> left) {}

  /// The shape of a result.
  public static VerifiedShape of(OperationResult.Verified result) {
    return new VerifiedShape(
        result.findings().stream().filter(it -> it.kind().isFault()).map(Found::of).toList(),
        result.findings().stream().filter(it -> !it.kind().isFault()).map(Found::of).toList(),
        result.moreFindings(),
        result.unsettled().stream().map(Maintenance.Archive::toString).toList(),
        result.unjudged(),
        result.packages(),
        result.poolFiles(),
        result.poolBytes(),
        result.publishedFiles());
  }
}
