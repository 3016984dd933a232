package org.entrepot.server.api.publication;

import java.util.List;
import java.util.Optional;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.server.api.publication.PublicationBodies.Create;
import org.entrepot.server.api.publication.PublicationBodies.GuessedSource;
import org.entrepot.server.api.publication.PublicationBodies.Update;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.PathNames;
import org.entrepot.server.api.route.PublicationPath;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.SafeNames;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PublicationOperation;
import org.entrepot.service.operation.PublicationOperation.Attributes;
import org.entrepot.service.operation.PublicationOperation.Cleaning;
import org.entrepot.service.operation.PublicationOperation.Conflicts;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.operation.PublicationOperation.Source;

/// Makes operations of requests about publications.
final class PublicationRequests {
  private PublicationRequests() {}

  /// The point that a path names.
  ///
  /// @throws RepositoryException for a point where nothing can be published, as nothing is there
  static PublicationPoint point(Call call) {
    String location = PublicationPath.location(call.path("prefix"));
    String distribution = PublicationPath.unescape(call.path("distribution"));
    try {
      return PublicationPoint.parse(location, distribution);
    } catch (InvalidNameException e) {
      throw new RepositoryException(
          ErrorCode.PUBLICATION_NOT_FOUND,
          "published repo with storage:prefix/distribution %s/%s not found"
              .formatted(location, distribution),
          e);
    }
  }

  static PublicationOperation.Publish publish(String location, Create body, Signing signing) {
    if (body.sources().isEmpty()) {
      throw RefusedException.badRequest("unable to publish: no sources are given");
    }
    SourceKind kind =
        switch (body.sourceKind()) {
          case "local" -> SourceKind.REPOSITORY;
          case "snapshot" -> SourceKind.SNAPSHOT;
          default ->
              throw RefusedException.badRequest(
                  "unknown SourceKind %s: it is local or snapshot".formatted(body.sourceKind()));
        };
    for (GuessedSource source : body.sources()) {
      if (kind == SourceKind.REPOSITORY) {
        var _ = PathNames.repository(source.name());
      } else {
        var _ = PathNames.snapshot(source.name());
      }
    }
    int colon = location.lastIndexOf(':');
    try {
      return new PublicationOperation.Publish(
          kind,
          sources(body.sources()),
          new StorageName(colon < 0 ? "" : location.substring(0, colon)),
          Prefix.parse(location.substring(colon + 1)),
          distribution(body.distribution()),
          body.architectures().stream().map(SafeNames::strip).toList(),
          new Attributes(
              given(body.origin()),
              given(body.label()),
              Optional.empty(),
              Optional.empty(),
              given(body.version()),
              body.signedBy(),
              given(body.notAutomatic()),
              given(body.butAutomaticUpgrades()),
              body.skipContents(),
              body.skipBz2().map(skip -> !skip),
              body.acquireByHash(),
              body.multiDist(),
              Optional.empty()),
          conflicts(body.forceOverwrite()),
          signing);
    } catch (InvalidNameException e) {
      throw new RefusedException(500, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> distribution(String text) {
    Optional<String> distribution = given(SafeNames.strip(text));
    distribution.ifPresent(Distribution::new);
    return distribution;
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(given -> !given.isEmpty());
  }

  static PublicationOperation.Update update(
      PublicationPoint point, List<GuessedSource> snapshots, Update body, Signing signing) {
    return new PublicationOperation.Update(
        point,
        sources(snapshots),
        new Attributes(
            body.origin(),
            body.label(),
            Optional.empty(),
            Optional.empty(),
            body.version(),
            body.signedBy(),
            Optional.empty(),
            Optional.empty(),
            body.skipContents(),
            body.skipBz2().map(skip -> !skip),
            body.acquireByHash(),
            body.multiDist(),
            Optional.empty()),
        conflicts(body.forceOverwrite()),
        body.skipCleanup().orElse(false) ? Cleaning.SKIP : Cleaning.CLEAN,
        signing);
  }

  private static Conflicts conflicts(boolean overwrite) {
    return overwrite ? Conflicts.OVERWRITE : Conflicts.REFUSE;
  }

  private static List<Source> sources(List<GuessedSource> sources) {
    return sources.stream().map(each -> new Source(each.component(), each.name())).toList();
  }
}
