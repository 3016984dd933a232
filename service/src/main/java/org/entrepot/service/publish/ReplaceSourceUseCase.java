package org.entrepot.service.publish;

import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.publication.PendingSources;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PublicationOperation.ReplaceSource;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Puts another source, and perhaps another component, in the place of a pending one. A component
/// that was there under the new name is overwritten.
public final class ReplaceSourceUseCase implements UseCase<ReplaceSource> {
  @Override
  public void validate(ReplaceSource operation, View view) {
    after(operation, view);
  }

  @Override
  public ResourceClaims resources(ReplaceSource operation, View view) {
    var claims = new Claims(view).edits(operation.point());
    view.findPublication(operation.point())
        .ifPresent(publication ->
            SourceObjects.claim(claims, publication.kind(), List.of(operation.replacement())));
    return claims.build();
  }

  @Override
  public Completion run(ReplaceSource operation, OperationContext context) {
    return transaction -> {
      Publication before = Objects.requirePublication(transaction, operation.point());
      Publication after = after(operation, transaction);
      transaction.updatePublication(before, after);
      return SourceObjects.pending(transaction, after);
    };
  }

  private static Publication after(ReplaceSource operation, View view) {
    Publication before = Objects.requirePublication(view, operation.point());
    var sources = new TreeMap<ComponentName, UUID>(before.pendingOrPresent().sources());
    if (sources.remove(new ComponentName(operation.component())) == null) {
      throw new RepositoryException(
          ErrorCode.COMPONENT_NOT_FOUND,
          "component '%s' does not exist in published repository %s; it has: %s"
              .formatted(operation.component(), operation.point(), sources.keySet()));
    }
    sources.put(
        new ComponentName(operation.replacement().component()),
        SourceObjects.require(view, before.kind(), operation.replacement().name()).id());
    return before.withPending(new PendingSources(sources));
  }
}
