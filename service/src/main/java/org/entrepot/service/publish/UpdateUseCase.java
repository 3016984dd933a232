package org.entrepot.service.publish;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.publication.PendingSources;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.domain.task.ObjectKind;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
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
    Objects.requirePublication(view, operation.point());
  }

  @Override
  public ResourceClaims resources(Update operation, View view) {
    var claims = new Claims(view).publishes(operation.point());
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
    Publication before = context.read(view -> Objects.requirePublication(view, operation.point()));
    SortedMap<ComponentName, UUID> wanted =
        before.pending().map(PendingSources::sources).orElseGet(() -> ids(before));
    SortedMap<ComponentName, PublishedSource> sources =
        context.read(view -> SourceObjects.current(view, before.kind(), wanted));
    Publication after =
        before
            .withSources(sources)
            .withOptions(PublicationAttributes.apply(before.options(), operation.attributes()));
    List<String> told = sources.keySet().stream().map(ComponentName::value).sorted().toList();
    return publisher.publish(
        context,
        new Publisher.Change(
            Optional.of(before),
            after,
            operation.conflicts(),
            operation.cleaning(),
            operation.signing(),
            told));
  }

  private static SortedMap<ComponentName, UUID> ids(Publication publication) {
    var ids = new TreeMap<ComponentName, UUID>();
    publication.sources().forEach((component, source) -> ids.put(component, source.sourceId()));
    return ids;
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
