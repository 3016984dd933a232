package org.entrepot.server.api.task;

import java.util.List;
import org.entrepot.catalog.task.Task;
import org.entrepot.domain.task.TaskState;
import org.entrepot.server.api.shape.ReturnShape;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.operation.MirrorOperation;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationCodec;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation;
import org.entrepot.service.operation.RepositoryOperation;
import org.entrepot.service.operation.SnapshotOperation;

/// What a task that has ended tells its clients, made of what the catalog keeps of it.
final class FinishedTask {
  private static final OperationCodec CODEC = new OperationCodec();

  private FinishedTask() {}

  static Operation operation(Task task) {
    return CODEC.parse(task.operationKind(), task.operationJson());
  }

  static OperationResult result(Task task) {
    return task.resultJson().isEmpty()
        ? new OperationResult.Done()
        : CODEC.parseResult(task.resultJson());
  }

  static boolean succeeded(Task task) {
    return task.state() == TaskState.SUCCEEDED;
  }

  /// Status and value; the value of a failure is null.
  static ReturnShape returned(Task task) {
    return succeeded(task)
        ? OperationAnswers.success(operation(task), result(task))
        : new ReturnShape(OperationAnswers.status(operation(task), code(task)), null);
  }

  private static ErrorCode code(Task task) {
    return task.errorCode().isEmpty() ? ErrorCode.CANCELLED : ErrorCode.valueOf(task.errorCode());
  }

  /// The sentence of a failure, in the words that clients know.
  static String error(Task task) {
    return error(operation(task), code(task), task.errorMessage());
  }

  static String error(Operation operation, ErrorCode code, String message) {
    if (operation instanceof MirrorOperation) {
      return mirrorError(operation, code, message);
    }
    return switch (operation) {
      case RepositoryOperation.TransferPackages transfer when code == ErrorCode.INVALID_QUERY ->
          "unable to parse query '%s': %s"
              .formatted(String.join(" ", transfer.queries()), withoutPrefix(message));
      case SnapshotOperation.MergeSnapshots _ when code == ErrorCode.NAME_TAKEN ->
          "unable to create snapshot: " + message;
      default -> message;
    };
  }

  /// What clients know to look for in it (spec rest-api 10, 13).
  private static String mirrorError(Operation operation, ErrorCode code, String message) {
    return switch (operation) {
      case MirrorOperation.CreateMirror _
          when code == ErrorCode.UPSTREAM_UNTRUSTED && message.contains("Release.gpg") ->
          "unable to fetch mirror: verification of detached signature failed: exit status 2";
      case MirrorOperation.CreateMirror _ ->
          switch (code) {
            case UPSTREAM_UNTRUSTED, UPSTREAM_BROKEN, UPSTREAM_UNAVAILABLE, STORAGE_FAILED ->
                "unable to fetch mirror: " + message;
            default -> message;
          };
      case MirrorOperation.EditMirror _ -> "unable to edit: " + message;
      default -> message;
    };
  }

  private static String withoutPrefix(String message) {
    return message.replaceFirst("^unable to parse query: ", "");
  }

  /// The lines that clients look for at the end of the output.
  static String lastLines(Task task) {
    if (!task.isFinished()) {
      return "";
    }
    if (!succeeded(task)) {
      return "Task failed with error: " + error(task);
    }
    var lines = new StringBuilder();
    if (isImport(operation(task)) && result(task) instanceof OperationResult.Imported imported) {
      line(lines, "Added: ", imported.added().stream().map(name -> name + " added").toList());
      line(lines, "Removed: ", imported.removed());
      line(lines, "Warnings: ", imported.warnings());
      line(lines, "Failed files: ", imported.failedFiles());
    }
    return lines.append("Task succeeded").toString();
  }

  /// Whether the operation imports uploaded files.
  static boolean isImport(Operation operation) {
    return operation instanceof RepositoryOperation.AddPackages
        || operation instanceof RepositoryOperation.IncludeChanges;
  }

  private static void line(StringBuilder lines, String head, List<String> items) {
    if (!items.isEmpty()) {
      lines.append(head).append(String.join(", ", items)).append('\n');
    }
  }

  /// Whether the operation is a publication of something new, whose progress clients watch.
  static boolean isPublish(Task task) {
    return operation(task) instanceof PublicationOperation.Publish;
  }
}
