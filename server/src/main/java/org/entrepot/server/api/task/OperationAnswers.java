package org.entrepot.server.api.task;

import java.util.List;
import java.util.Map;
import org.entrepot.server.api.shape.CopyShape;
import org.entrepot.server.api.shape.ImportShape;
import org.entrepot.server.api.shape.MirrorShape;
import org.entrepot.server.api.shape.PublicationShape;
import org.entrepot.server.api.shape.PullShape;
import org.entrepot.server.api.shape.ReportShape;
import org.entrepot.server.api.shape.RepositoryShape;
import org.entrepot.server.api.shape.RetainedPackagesShape;
import org.entrepot.server.api.shape.RetainedSnapshotsShape;
import org.entrepot.server.api.shape.ReturnShape;
import org.entrepot.server.api.shape.SnapshotShape;
import org.entrepot.server.api.shape.SourceShape;
import org.entrepot.server.api.shape.VerifiedShape;
import org.entrepot.service.Category;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Maintenance;
import org.entrepot.service.operation.MirrorOperation;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation;
import org.entrepot.service.operation.PublicationOperation.SourceEdit;
import org.entrepot.service.operation.RepositoryOperation;
import org.entrepot.service.operation.ScheduleOperation;
import org.entrepot.service.operation.SnapshotOperation;
import org.entrepot.service.operation.TakeoverOperation;
import org.entrepot.service.operation.TokenOperation;
import org.entrepot.service.operation.UploadOperation;
import org.jspecify.annotations.Nullable;

/// Status and value of an operation that has ended, the same whether the client waited for it or
/// asks for its task later.
public final class OperationAnswers {
  /// The status of a success that has nothing to tell.
  static final int NO_CONTENT = 204;

  /// The empty JSON object.
  private static final Map<String, String> EMPTY = Map.of();

  private OperationAnswers() {}

  /// The status of a failure of some category.
  public static int status(Category category) {
    return switch (category) {
      case INVALID_INPUT -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, CONFLICT, CANCELLED -> 409;
      case UNTRUSTED, CORRUPT, UNAVAILABLE, INTERNAL -> 500;
    };
  }

  /// The status of a failure of an operation: that of its category, but where clients know another
  /// (spec rest-api 8 to 12).
  static int status(Operation operation, ErrorCode code) {
    int usual = status(code.category());
    if (code.category() == Category.FORBIDDEN) {
      return usual;
    }
    return switch (operation) {
      case SnapshotOperation.CreateSnapshot _ when isNameTaken(code) -> 400;
      case SnapshotOperation.FilterSnapshot _ when isNameTaken(code) -> 400;
      case SnapshotOperation.MergeSnapshots _, SnapshotOperation.PullPackages _ ->
          switch (code) {
            case SNAPSHOT_NOT_FOUND -> 404;
            case CANCELLED -> usual;
            default -> 500;
          };
      case RepositoryOperation.ChangeMembers _ when code == ErrorCode.PACKAGE_CONFLICT -> 400;
      case RepositoryOperation.TransferPackages _ ->
          switch (code) {
            case REPOSITORY_NOT_FOUND -> 400;
            case INVALID_QUERY, INVALID_REQUEST, INVALID_NAME, NOTHING_FOUND -> 422;
            case PACKAGE_CONFLICT -> 500;
            default -> usual;
          };
      case PublicationOperation.Publish _ ->
          switch (code) {
            case PLACE_TAKEN, NAME_TAKEN, INVALID_ATTRIBUTE -> 400;
            case REPOSITORY_NOT_FOUND, SNAPSHOT_NOT_FOUND -> 404;
            case CANCELLED -> usual;
            default -> 500;
          };
      case PublicationOperation.Update _, PublicationOperation.Switch _ ->
          switch (code) {
            case PUBLICATION_NOT_FOUND, SNAPSHOT_NOT_FOUND -> 404;
            case INVALID_REQUEST, INVALID_ATTRIBUTE -> 400;
            case CANCELLED -> usual;
            default -> 500;
          };
      case PublicationOperation.EditSources _ when code == ErrorCode.COMPONENT_TAKEN -> 400;
      case MirrorOperation.CreateMirror _ -> code == ErrorCode.NAME_TAKEN ? 500 : 400;
      case MirrorOperation.EditMirror _ ->
          switch (code) {
            case MIRROR_NOT_FOUND, MIRROR_BUSY, INVALID_NAME -> usual;
            default -> 500;
          };
      case MirrorOperation.UpdateMirror _ when code != ErrorCode.MIRROR_NOT_FOUND -> 500;
      case MirrorOperation.DropMirror _ ->
          switch (code) {
            case IN_USE -> 403;
            case MIRROR_NOT_FOUND -> 404;
            default -> 500;
          };
      case MirrorOperation.SnapshotMirror _
          when isNameTaken(code) || code == ErrorCode.NEVER_DOWNLOADED ->
          400;
      case RepositoryOperation _,
          MirrorOperation _,
          SnapshotOperation _,
          PublicationOperation _,
          TokenOperation _,
          TakeoverOperation _,
          ScheduleOperation _,
          UploadOperation _,
          Maintenance _,
          CleanUp _ ->
          usual;
    };
  }

  private static boolean isNameTaken(ErrorCode code) {
    return code == ErrorCode.NAME_TAKEN || code == ErrorCode.PACKAGE_CONFLICT;
  }

  /// Whether a refusal is told at once even to a client that asked for a task only; others are told
  /// by the task.
  static boolean refusesAtOnce(Operation operation, ErrorCode code) {
    return switch (code) {
      case REPOSITORY_NOT_FOUND,
          MIRROR_NOT_FOUND,
          SNAPSHOT_NOT_FOUND,
          PUBLICATION_NOT_FOUND,
          NOT_PERMITTED ->
          true;
      case SCHEDULE_NOT_FOUND -> true;
      case NAME_TAKEN ->
          operation instanceof RepositoryOperation.EditRepository
              || operation instanceof SnapshotOperation.EditSnapshot;
      case INVALID_REQUEST ->
          operation instanceof PublicationOperation.Update || FinishedTask.isImport(operation);
      default -> false;
    };
  }

  /// Status and value of a success.
  static ReturnShape success(Operation operation, OperationResult result) {
    return new ReturnShape(successStatus(operation, result), value(operation, result));
  }

  private static int successStatus(Operation operation, OperationResult result) {
    return switch (operation) {
      case RepositoryOperation.CreateRepository _,
          MirrorOperation.CreateMirror _,
          MirrorOperation.SnapshotMirror _,
          ScheduleOperation.AddSchedule _,
          SnapshotOperation.CreateSnapshot _,
          SnapshotOperation.MergeSnapshots _,
          PublicationOperation.Publish _ ->
          201;
      case MirrorOperation.UpdateMirror _, MirrorOperation.DropMirror _ -> NO_CONTENT;
      case SnapshotOperation.PullPackages _, SnapshotOperation.FilterSnapshot _ ->
          result instanceof OperationResult.Pulled(_, _, var snapshot) && snapshot.isEmpty()
              ? 200
              : 201;
      case PublicationOperation.EditSources edit when edit.edit() == SourceEdit.ADD -> 201;
      case RepositoryOperation _,
          MirrorOperation _,
          SnapshotOperation _,
          PublicationOperation _,
          TokenOperation _,
          TakeoverOperation _,
          ScheduleOperation _,
          UploadOperation _,
          Maintenance _,
          CleanUp _ ->
          200;
    };
  }

  private static @Nullable Object value(Operation operation, OperationResult result) {
    return switch (result) {
      case OperationResult.RepositoryState state -> RepositoryShape.of(state);
      case OperationResult.SnapshotState state -> SnapshotShape.of(state);
      case OperationResult.MirrorFacts facts -> MirrorShape.of(facts);
      case OperationResult.MirrorUpdated _ -> null;
      case OperationResult.Published published ->
          published.state().<Object>map(PublicationShape::of).orElse(EMPTY);
      case OperationResult.PendingState(var sources) ->
          operation instanceof PublicationOperation.EditSources edit
                  && edit.edit() == SourceEdit.REPLACE
              ? SourceShape.of(sources)
              : EMPTY;
      case OperationResult.Imported imported -> ImportShape.of(imported);
      case OperationResult.Changed(var packages) -> changed(operation, packages);
      case OperationResult.Pulled pulled ->
          pulled
              .snapshot()
              .<Object>map(SnapshotShape::of)
              .orElseGet(() -> new PullShape(pulled.added(), pulled.removed()));
      case OperationResult.RetainedPackages retained -> RetainedPackagesShape.of(retained);
      case OperationResult.RetainedSnapshots retained -> RetainedSnapshotsShape.of(retained);
      case OperationResult.Verified verified -> VerifiedShape.of(verified);
      case OperationResult.Repaired repaired -> VerifiedShape.Repaired.of(repaired);
      case OperationResult.Recovered(var done, var left) -> new VerifiedShape.Recovered(done, left);
      case OperationResult.CleanedUp _, OperationResult.TakenOver _ -> null;
      case OperationResult.Done _ -> operation instanceof MirrorOperation.DropMirror ? null : EMPTY;
    };
  }

  private static Object changed(Operation operation, List<String> packages) {
    return switch (operation) {
      case RepositoryOperation.RemovePackages remove ->
          report(
              remove.execution(),
              List.of(),
              packages.stream().map(name -> name + " removed").toList());
      case MirrorOperation.ImportFromMirror imported ->
          report(
              imported.execution(),
              packages.stream().map(OperationAnswers::addedEntry).toList(),
              List.of());
      case RepositoryOperation.TransferPackages transfer ->
          report(
              transfer.execution(),
              packages.stream().map(OperationAnswers::addedEntry).toList(),
              List.of());
      default -> EMPTY;
    };
  }

  private static CopyShape report(Execution execution, List<String> added, List<String> removed) {
    List<String> notes =
        execution == Execution.DRY_RUN
            ? List.of("Changes not saved, as dry run has been requested")
            : List.of();
    return new CopyShape(new ReportShape(notes, added, removed));
  }

  /// `name_version_arch` as clients of copies know it.
  private static String addedEntry(String displayName) {
    int name = displayName.indexOf('_');
    int architecture = displayName.lastIndexOf('_');
    return name < 0 || name == architecture
        ? "added " + displayName
        : "added %s-%s(%s)"
            .formatted(
                displayName.substring(0, name),
                displayName.substring(name + 1, architecture),
                displayName.substring(architecture + 1));
  }
}
