package org.entrepot.service.mirror;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.Objects;
import org.entrepot.service.operation.Fetching;
import org.entrepot.service.operation.MirrorOperation.EditMirror;
import org.entrepot.service.operation.MirrorOperation.PartChange;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Changes attributes of a mirror; those not mentioned stay. Packages change with the next update.
public final class EditMirrorUseCase implements UseCase<EditMirror> {
  private final MirrorSettings settings;

  public EditMirrorUseCase(MirrorSettings settings) {
    this.settings = settings;
  }

  @Override
  public void validate(EditMirror operation, View view) {
    Mirror mirror = Objects.requireMirror(view, operation.name());
    RunningUpdate.requireNone(view, mirror);
    operation
        .filter()
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> {
          var _ = CandidateSelection.query(text);
        });
    var _ = edited(operation, mirror);
  }

  private static Mirror edited(EditMirror operation, Mirror mirror) {
    var parts = EnumSet.noneOf(MirrorPart.class);
    parts.addAll(mirror.selection().parts());
    for (PartChange change : operation.parts()) {
      if (change.wanted()) {
        parts.add(change.part());
      } else {
        parts.remove(change.part());
      }
    }
    Upstream upstream = mirror.upstream();
    if (operation.roots().isPresent()) {
      upstream = upstream.at(operation.roots().get());
    }
    if (operation.architectures().isPresent()) {
      upstream = upstream.with(upstream.components(), operation.architectures().get());
    }
    return new Mirror(
        mirror.id(),
        mirror.name(),
        upstream,
        new Selection(
            operation.filter().orElse(mirror.selection().filter()),
            operation.withDependencies().orElse(mirror.selection().withDependencies()),
            parts,
            mirror.selection().skippedChecks(),
            operation.translations().orElse(mirror.selection().translations())),
        operation.keyrings().isEmpty()
            ? mirror.trust()
            : new Trust(mirror.trust().signatures(), operation.keyrings()),
        mirror.state().withoutMark());
  }

  @Override
  public ResourceClaims resources(EditMirror operation, View view) {
    return new Claims(view).changes(operation.name()).build();
  }

  @Override
  public Completion run(EditMirror operation, OperationContext context) throws IOException {
    Mirror before = context.read(view -> Objects.requireMirror(view, operation.name()));
    Mirror wanted = edited(operation, before);
    boolean elsewhere = !wanted.upstream().equals(before.upstream());
    Mirror after = elsewhere ? looked(operation, wanted, before, context) : wanted;
    return transaction -> {
      transaction.updateMirror(before, after);
      return OperationResult.MirrorFacts.of(after);
    };
  }

  private Mirror looked(
      EditMirror operation, Mirror wanted, Mirror before, OperationContext context)
      throws IOException {
    var trust =
        new Trust(
            operation.signatures().orElse(before.trust().signatures()), wanted.trust().keyrings());
    return new ReleaseLook(settings, context)
        .at(
            wanted,
            trust,
            operation.accepted(),
            Fetching.CONFIGURED,
            Optional.of(before.state().meta()));
  }
}
