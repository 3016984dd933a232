package org.entrepot.server.api.repository;

import java.util.List;
import java.util.Optional;
import org.entrepot.server.api.body.FieldNamed;
import org.entrepot.server.api.body.Required;

/// Bodies of the routes of repositories.
final class RepositoryBodies {
  private RepositoryBodies() {}

  /// A new repository.
  record Create(
      @Required String name,
      String comment,
      String defaultDistribution,
      String defaultComponent,
      String fromSnapshot) {}

  /// New values; what is absent stays.
  record Edit(
      Optional<String> name,
      Optional<String> comment,
      Optional<String> defaultDistribution,
      Optional<String> defaultComponent) {}

  /// Packages by their keys.
  record Packages(@Required List<String> packageRefs) {}

  /// How packages are copied.
  record Copy(@FieldNamed("with-deps") boolean withDeps, @FieldNamed("dry-run") boolean dryRun) {}
}
