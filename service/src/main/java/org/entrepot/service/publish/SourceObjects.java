package org.entrepot.service.publish;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.ContentsIndices;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.PublicationState;

/// Finds what is published, by name or id, whether it is a repository or a snapshot.
public final class SourceObjects {
  private SourceObjects() {}

  /// A repository or snapshot.
  ///
  /// @param packages digest of its package set at this instant
  public record SourceObject(UUID id, String name, SourceKind kind, Sha256 packages) {
    PublishedSource published() {
      return new PublishedSource(id, packages);
    }
  }

  /// The sources, where those that name no component have the publication's only one, if there is
  /// one alone.
  static List<Source> inOnlyComponent(Publication publication, List<Source> sources) {
    if (publication.sources().size() != 1) {
      return sources;
    }
    String only = publication.sources().firstKey().value();
    return sources.stream()
        .map(source -> source.component().isEmpty() ? new Source(only, source.name()) : source)
        .toList();
  }

  /// The object of this name.
  static SourceObject require(View view, SourceKind kind, String name) {
    return switch (kind) {
      case REPOSITORY -> of(Objects.requireRepository(view, new RepositoryName(name)));
      case SNAPSHOT -> of(Objects.requireSnapshot(view, new SnapshotName(name)));
      case MIRROR ->
          throw new RepositoryException(
              ErrorCode.INVALID_REQUEST, "a mirror cannot be published: make a snapshot of it");
    };
  }

  /// The object with this id, if it is still there.
  public static Optional<SourceObject> find(View view, SourceKind kind, UUID id) {
    return switch (kind) {
      case REPOSITORY -> view.findRepository(id).map(SourceObjects::of);
      case SNAPSHOT -> view.findSnapshot(id).map(SourceObjects::of);
      case MIRROR -> Optional.empty();
    };
  }

  /// The objects behind components, as they are at this instant.
  static SortedMap<ComponentName, PublishedSource> current(
      View view, SourceKind kind, SortedMap<ComponentName, UUID> ids) {
    var current = new TreeMap<ComponentName, PublishedSource>();
    ids.forEach((component, id) ->
        current.put(
            component,
            find(view, kind, id)
                .orElseThrow(() ->
                    new RepositoryException(
                        ErrorCode.CHANGED_MEANWHILE,
                        "the source of component %s does not exist any more".formatted(component)))
                .published()));
    return current;
  }

  /// Names with their components; refuses a component that occurs twice.
  static SortedMap<ComponentName, SourceObject> named(
      View view, SourceKind kind, List<Source> sources) {
    var named = new TreeMap<ComponentName, SourceObject>();
    for (Source source : sources) {
      var component = new ComponentName(source.component());
      if (named.put(component, require(view, kind, source.name())) != null) {
        throw new RepositoryException(
            ErrorCode.INVALID_REQUEST, "duplicate component name: " + component);
      }
    }
    return named;
  }

  /// The pending sources by name; none when nothing is pending.
  public static OperationResult.PendingState pending(View view, Publication publication) {
    return new OperationResult.PendingState(
        publication
            .pending()
            .map(pending -> byName(view, publication.kind(), pending.sources()))
            .orElse(List.of()));
  }

  /// The publication as clients are told of it.
  public static PublicationState state(View view, Publication publication) {
    PublicationOptions options = publication.options();
    var ids = new TreeMap<ComponentName, UUID>();
    int packages = 0;
    for (var entry : publication.sources().entrySet()) {
      ids.put(entry.getKey(), entry.getValue().sourceId());
      packages += view.set(entry.getValue().packages()).size();
    }
    return new PublicationState(
        publication.point(),
        publication.kind(),
        byName(view, publication.kind(), ids),
        publication.architectures().stream().map(Architecture::name).toList(),
        options.origin(),
        options.label(),
        options.suite(),
        options.codename(),
        options.version(),
        options.signedBy(),
        options.notAutomatic(),
        options.butAutomaticUpgrades(),
        options.contents() == ContentsIndices.SKIPPED,
        options.byHash() == ByHash.ENABLED,
        options.poolLayout() == PoolLayout.PER_DISTRIBUTION,
        packages);
  }

  private static List<Source> byName(
      View view, SourceKind kind, SortedMap<ComponentName, UUID> ids) {
    return ids.entrySet().stream()
        .map(entry ->
            new Source(
                entry.getKey().value(),
                find(view, kind, entry.getValue()).map(SourceObject::name).orElse("(dropped)")))
        .toList();
  }

  /// Claims to read the objects of these names.
  static Claims claim(Claims claims, SourceKind kind, List<Source> sources) {
    for (Source source : sources) {
      switch (kind) {
        case REPOSITORY -> claims.reads(new RepositoryName(source.name()));
        case SNAPSHOT -> claims.reads(new SnapshotName(source.name()));
        case MIRROR -> {}
      }
    }
    return claims;
  }

  private static SourceObject of(Repository repository) {
    return new SourceObject(
        repository.id(), repository.name().value(), SourceKind.REPOSITORY, repository.packages());
  }

  private static SourceObject of(Snapshot snapshot) {
    return new SourceObject(
        snapshot.id(), snapshot.name().value(), SourceKind.SNAPSHOT, snapshot.packages());
  }
}
