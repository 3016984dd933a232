package org.entrepot.service.publish;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.domain.task.ObjectKind;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.PublicationOperation.Update;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Publishes again what the repositories hold now, or what the pending sources say; snapshots
/// without pending sources are published unchanged (with new options, a new date and signature).
public final class UpdateUseCase implements UseCase<Update> {
  private final Publisher publisher;
  private final IntentRecovery recovery;

  public UpdateUseCase(Publisher publisher, IntentRecovery recovery) {
    this.publisher = publisher;
    this.recovery = recovery;
  }

  @Override
  public void validate(Update operation, View view) {
    check(operation, view);
  }

  private static void check(Update operation, View view) {
    Publication publication = Objects.requirePublication(view, operation.point());
    if (!operation.sources().isEmpty() && publication.kind() != SourceKind.SNAPSHOT) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "%s publishes local repos: snapshots cannot be put in their place"
              .formatted(operation.point()));
    }
    SourceObjects.named(view, SourceKind.SNAPSHOT, placed(publication, operation));
  }

  /// The sources, each with its component.
  private static List<Source> placed(Publication publication, Update operation) {
    List<Source> placed = SourceObjects.inOnlyComponent(publication, operation.sources());
    for (Source source : placed) {
      if (source.component().isEmpty()) {
        throw RepositoryException.invalidRequest(
            "%s has not one component: name the one that %s is for"
                .formatted(publication.point(), source.name()));
      }
    }
    return placed;
  }

  @Override
  public ResourceClaims resources(Update operation, View view) {
    var claims = new Claims(view).publishes(operation.point());
    SourceObjects.claim(claims, SourceKind.SNAPSHOT, operation.sources());
    view.findPublication(operation.point())
        .ifPresent(publication -> claimSources(claims, publication));
    return claims.build();
  }

  static void claimSources(Claims claims, Publication publication) {
    ObjectKind kind =
        publication.kind() == SourceKind.REPOSITORY ? ObjectKind.REPOSITORY : ObjectKind.SNAPSHOT;
    publication.sources().values().forEach(source -> claims.readsObject(kind, source.sourceId()));
    publication
        .pending()
        .ifPresent(
            pending -> pending.sources().values().forEach(id -> claims.readsObject(kind, id)));
  }

  @Override
  public Completion run(Update operation, OperationContext context) throws IOException {
    recovery.settleAt(context, operation.point());
    return publisher.publish(context, context.read(view -> decide(operation, view)));
  }

  static Publisher.Change decide(Update operation, View view) {
    check(operation, view);
    Publication before = Objects.requirePublication(view, operation.point());
    if (AsIsArchive.isAsIs(before)) {
      AsIsArchive.requireUnchanged(operation.attributes());
    }
    var wanted = new TreeMap<ComponentName, UUID>(before.pendingOrPresent().sources());
    SourceObjects.named(view, SourceKind.SNAPSHOT, placed(before, operation))
        .forEach((component, snapshot) -> wanted.put(component, snapshot.id()));
    SortedMap<ComponentName, PublishedSource> sources =
        SourceObjects.current(view, before.kind(), wanted);
    Publication after =
        before
            .withSources(sources)
            .withOptions(PublicationAttributes.apply(before.options(), operation.attributes()));
    return new Publisher.Change(
        Optional.of(before),
        after,
        operation.conflicts(),
        operation.cleaning(),
        operation.signing(),
        sources.keySet().stream().map(ComponentName::value).sorted().toList());
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
