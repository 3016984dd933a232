package org.entrepot.service.mirror;

import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorState;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.MirrorOperation.CreateMirror;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Makes a mirror after looking at the archive. Nothing is stored when that fails.
public final class CreateMirrorUseCase implements UseCase<CreateMirror> {
  private final MirrorSettings settings;

  public CreateMirrorUseCase(MirrorSettings settings) {
    this.settings = settings;
  }

  @Override
  public void validate(CreateMirror operation, View view) {
    Objects.requireFree(view, operation.name());
    if (!operation.selection().filter().isEmpty()) {
      var _ = CandidateSelection.query(operation.selection().filter());
    }
    var _ = mirror(operation, new UUID(0, 0)); // a flat archive has no udebs, and the like
  }

  private static Mirror mirror(CreateMirror operation, UUID id) {
    return new Mirror(
        id,
        operation.name(),
        operation.upstream(),
        operation.selection(),
        new Trust(Trust.Signatures.REQUIRED, operation.trust().keyrings()),
        MirrorState.fresh(new TreeMap<>()));
  }

  @Override
  public ResourceClaims resources(CreateMirror operation, View view) {
    return new Claims(view).renames(operation.name()).build();
  }

  @Override
  public Completion run(CreateMirror operation, OperationContext context) throws IOException {
    Mirror wanted = mirror(operation, UUID.randomUUID());
    Mirror made =
        new ReleaseLook(settings, context)
            .at(
                wanted,
                operation.trust(),
                operation.accepted(),
                operation.fetching(),
                Optional.empty());
    return transaction -> {
      validate(operation, transaction);
      transaction.putSet(PackageSet.empty());
      transaction.insertMirror(made);
      return OperationResult.MirrorFacts.of(made);
    };
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
