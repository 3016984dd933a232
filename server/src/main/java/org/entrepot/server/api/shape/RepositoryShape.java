package org.entrepot.server.api.shape;

import org.entrepot.domain.repository.Repository;
import org.entrepot.service.operation.OperationResult.RepositoryState;

/// A local repository.
public record RepositoryShape(
    String name, String comment, String defaultDistribution, String defaultComponent) {
  /// The repository as a task left it.
  public static RepositoryShape of(RepositoryState state) {
    return new RepositoryShape(
        state.name(), state.comment(), state.defaultDistribution(), state.defaultComponent());
  }

  /// The repository as it is.
  public static RepositoryShape of(Repository repository) {
    return of(RepositoryState.of(repository));
  }

  /// In a list.
  public record Listed(
      String name,
      String comment,
      String defaultDistribution,
      String defaultComponent,
      int numPackages) {
    /// The repository as it is.
    public static Listed of(Repository repository) {
      return new Listed(
          repository.name().value(),
          repository.comment(),
          repository.defaultDistribution(),
          repository.defaultComponent(),
          repository.packageCount());
    }
  }
}
