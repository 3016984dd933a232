package org.entrepot.service.mirror;

import java.io.IOException;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.MirrorOperation.UpdateMirror;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.transport.Transport;

/// Makes a mirror what its archive is now. The mirror changes with the last commit only; files and
/// package records that an update which failed or was killed has brought are found by the next one.
public final class UpdateMirrorUseCase implements UseCase<UpdateMirror> {
  private final PackagePool pool;
  private final MirrorSettings settings;

  public UpdateMirrorUseCase(PackagePool pool, MirrorSettings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  @Override
  public void validate(UpdateMirror operation, View view) {
    Mirror mirror = Objects.requireMirror(view, operation.name());
    if (operation.latestOnly() && mirror.selection().has(MirrorPart.AS_IS)) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "mirror %s keeps its archive as it is, so -latest cannot leave older versions out"
              .formatted(mirror.name()));
    }
    if (operation.force() == Force.REFUSE_IF_USED) {
      RunningUpdate.requireNone(view, mirror);
    }
  }

  @Override
  public ResourceClaims resources(UpdateMirror operation, View view) {
    return new Claims(view).changes(operation.name()).usesPackages().build();
  }

  @Override
  public Completion run(UpdateMirror operation, OperationContext context) throws IOException {
    Mirror before = context.read(view -> Objects.requireMirror(view, operation.name()));
    MirrorUpdate.Found found;
    try (Transport transport = MirrorTransports.open(settings, operation.fetching())) {
      found = new MirrorUpdate(pool, settings, transport, before, operation, context).run();
    }
    context.output(
        Marker.INFO,
        found.packages().isPresent()
            ? "Mirror `%s` has been updated successfully.".formatted(before.name())
            : "Mirror `%s` is up to date, nothing has changed.".formatted(before.name()));
    return transaction -> {
      found
          .packages()
          .ifPresent(packages -> {
            transaction.putSet(packages);
            transaction.putArchiveFiles(found.along());
          });
      transaction.updateMirror(before, before.withState(found.state()));
      return found.told();
    };
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY; // nothing that readers see changes before the end
  }
}
