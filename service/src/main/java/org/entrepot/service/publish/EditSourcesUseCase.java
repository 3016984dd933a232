package org.entrepot.service.publish;

import java.time.Instant;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.publication.PendingSources;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation.EditSources;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.task.BriefUseCase;

/// Changes the pending sources of a publication. Nothing is published; the next update does that.
public final class EditSourcesUseCase implements BriefUseCase<EditSources> {
  @Override
  public void validate(EditSources operation, View view) {
    after(operation, view);
  }

  @Override
  public ResourceClaims resources(EditSources operation, View view) {
    var claims = new Claims(view).edits(operation.point());
    switch (operation.edit()) {
      case ADD, UPDATE, REPLACE ->
          view.findPublication(operation.point())
              .ifPresent(publication ->
                  SourceObjects.claim(claims, publication.kind(), operation.sources()));
      case REMOVE, DISCARD -> {} // names components only
    }
    return claims.build();
  }

  @Override
  public OperationResult change(EditSources operation, Transaction transaction, Instant now) {
    Publication before = Objects.requirePublication(transaction, operation.point());
    Publication after = after(operation, transaction);
    transaction.updatePublication(before, after);
    return SourceObjects.pending(transaction, after);
  }

  private static Publication after(EditSources operation, View view) {
    Publication before = Objects.requirePublication(view, operation.point());
    var sources = new TreeMap<ComponentName, UUID>(before.pendingOrPresent().sources());
    switch (operation.edit()) {
      case DISCARD -> {
        return before.withoutPending();
      }
      case REPLACE -> sources.clear();
      case ADD, UPDATE, REMOVE -> {}
    }
    for (Source source : operation.sources()) {
      var component = new ComponentName(source.component());
      boolean present = sources.containsKey(component);
      switch (operation.edit()) {
        case ADD, REPLACE -> {
          if (present) {
            throw new RepositoryException(
                ErrorCode.COMPONENT_TAKEN,
                "component '%s' has already been added".formatted(component));
          }
        }
        case UPDATE, REMOVE -> {
          if (!present) {
            throw new RepositoryException(
                ErrorCode.COMPONENT_NOT_FOUND,
                "component '%s' does not exist in published repository %s; it has: %s"
                    .formatted(component, operation.point(), sources.keySet()));
          }
        }
        case DISCARD -> {}
      }
      switch (operation.edit()) {
        case ADD, REPLACE, UPDATE ->
            sources.put(component, SourceObjects.require(view, before.kind(), source.name()).id());
        case REMOVE -> sources.remove(component);
        case DISCARD -> {}
      }
    }
    if (sources.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "a publication needs at least one component; drop it with publish drop");
    }
    return before.withPending(new PendingSources(sources));
  }
}
