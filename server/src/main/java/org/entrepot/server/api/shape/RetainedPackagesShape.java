package org.entrepot.server.api.shape;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.entrepot.service.operation.OperationResult.RetainedPackages;
import org.jspecify.annotations.Nullable;

/// What a policy did to a repository, or would do; the numbers say for which reasons packages stay.
public record RetainedPackagesShape(
    String repository,
    List<Removed> removed,
    int kept,
    int newest,
    int recent,
    int published,
    int inSnapshots) {

  /// A package that goes.
  public record Removed(
      String name,
      String key,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String addedAt) {}

  /// The shape of a result.
  public static RetainedPackagesShape of(RetainedPackages result) {
    return new RetainedPackagesShape(
        result.repository().value(),
        result.removed().stream()
            .map(each ->
                new Removed(
                    each.name(), each.key(), each.addedAt().map(Instant::toString).orElse(null)))
            .toList(),
        result.kept(),
        result.newest(),
        result.recent(),
        result.published(),
        result.inSnapshots());
  }
}
