package org.entrepot.service.publish;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.PublicationOperation.Switch;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Puts other snapshots in the place of those that are published. Pending sources stay pending.
public final class SwitchUseCase implements UseCase<Switch> {
  private final Publisher publisher;
  private final IntentRecovery recovery;

  public SwitchUseCase(Publisher publisher, IntentRecovery recovery) {
    this.publisher = publisher;
    this.recovery = recovery;
  }

  @Override
  public void validate(Switch operation, View view) {
    check(operation, view);
  }

  private static void check(Switch operation, View view) {
    Publication publication = Objects.requirePublication(view, operation.point());
    if (publication.kind() != SourceKind.SNAPSHOT) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "%s is not a snapshot publish: it publishes local repos, use publish update"
              .formatted(operation.point()));
    }
    List<Source> named = named(operation, publication);
    if (named.stream().anyMatch(source -> source.component().isEmpty())) {
      throw RepositoryException.invalidRequest(
          "%s has the components %s: name those to switch with -component"
              .formatted(operation.point(), publication.sources().keySet()));
    }
    SourceObjects.named(view, SourceKind.SNAPSHOT, named)
        .keySet()
        .forEach(component -> {
          if (!publication.sources().containsKey(component)) {
            throw new RepositoryException(
                ErrorCode.COMPONENT_NOT_FOUND,
                "component %s does not exist in published repository %s; it has: %s"
                    .formatted(component, operation.point(), publication.sources().keySet()));
          }
        });
  }

  /// The request's sources; who names only one need not name the only component of a publication.
  private static List<Source> named(Switch operation, Publication publication) {
    return operation.sources().size() == 1
        ? SourceObjects.inOnlyComponent(publication, operation.sources())
        : operation.sources();
  }

  @Override
  public ResourceClaims resources(Switch operation, View view) {
    var claims = new Claims(view).publishes(operation.point());
    SourceObjects.claim(claims, SourceKind.SNAPSHOT, operation.sources());
    view.findPublication(operation.point())
        .ifPresent(publication -> UpdateUseCase.claimSources(claims, publication));
    return claims.build();
  }

  @Override
  public Completion run(Switch operation, OperationContext context) throws IOException {
    recovery.settleAt(context, operation.point());
    return publisher.publish(context, context.read(view -> decide(operation, view)));
  }

  static Publisher.Change decide(Switch operation, View view) {
    check(operation, view);
    Publication before = Objects.requirePublication(view, operation.point());
    if (AsIsArchive.isAsIs(before)) {
      AsIsArchive.requireUnchanged(operation.attributes());
    }
    var sources = new TreeMap<>(before.sources());
    var switched = SourceObjects.named(view, SourceKind.SNAPSHOT, named(operation, before));
    switched.forEach((component, source) -> sources.put(component, source.published()));
    Publication after = before.withSources(sources);
    if (before.pending().isPresent()) {
      after = after.withPending(before.pending().get());
    }
    return new Publisher.Change(
        Optional.of(before),
        after.withOptions(PublicationAttributes.apply(before.options(), operation.attributes())),
        operation.conflicts(),
        operation.cleaning(),
        operation.signing(),
        switched.keySet().stream().map(ComponentName::value).toList());
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
