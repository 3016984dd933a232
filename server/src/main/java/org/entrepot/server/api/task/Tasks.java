package org.entrepot.server.api.task;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.entrepot.catalog.task.Task;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.shape.ReturnShape;
import org.entrepot.server.api.shape.TaskShape;
import org.entrepot.service.Caller;
import org.entrepot.service.Entrepot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.slf4j.MDC;

/// Runs operations for clients: each is a task of the queue, whether its client waits or not.
///
/// A task that a client waits for is forgotten once its result is read; until then nobody else can
/// make this server forget it. Safe for any thread.
public final class Tasks {
  private final Entrepot store;
  private final TaskWaits waits;
  private final Set<Long> awaited = ConcurrentHashMap.newKeySet();

  /// Read: a task is submitted and noted as awaited. Write: finished tasks are forgotten.
  private final ReentrantReadWriteLock forgetting = new ReentrantReadWriteLock();

  public Tasks(Entrepot store, TaskWaits waits) {
    this.store = store;
    this.waits = waits;
  }

  /// Submits the operation and answers as the client wants it: the result, or 202 with the task.
  public Answer run(Call call, Operation operation) {
    return run(call, operation, Optional.empty());
  }

  /// The same for an operation that may need secrets: then it runs in this process.
  public Answer run(Call call, Operation operation, Optional<Secrets> secrets) {
    return call.inBackground()
        ? new Answer.Json(202, submitted(call.caller(), operation, secrets))
        : awaitResult(call.caller(), operation, secrets);
  }

  /// Refuses what would be refused if it were run.
  public void check(Call call, Operation operation) {
    try {
      store.check(operation, call.caller());
    } catch (RepositoryException e) {
      throw refusal(operation, e);
    }
  }

  private TaskShape submitted(Caller caller, Operation operation, Optional<Secrets> secrets) {
    long id;
    try {
      id = begin(caller, operation, secrets);
    } catch (RepositoryException e) {
      if (OperationAnswers.refusesAtOnce(operation, e.code())) {
        throw refusal(operation, e);
      }
      id = store.submitUnchecked(operation, caller);
    }
    long submitted = id;
    MDC.put("task", Long.toString(id));
    return store
        .view(view -> view.findTask(submitted))
        .map(TaskShape::submitted)
        .orElseGet(() -> new TaskShape(operation.title(), submitted, 0, null));
  }

  private long begin(Caller caller, Operation operation, Optional<Secrets> secrets) {
    return secrets.isPresent()
        ? store.launch(operation, caller, secrets.get())
        : store.submit(operation, caller);
  }

  private Answer awaitResult(Caller caller, Operation operation, Optional<Secrets> secrets) {
    Optional<OperationResult> result = changeAtOnce(caller, operation);
    if (result.isPresent()) {
      return answer(OperationAnswers.success(operation, result.get()));
    }
    long id = beginAwaited(caller, operation, secrets);
    try {
      waits.awaitEnd(id);
      Task task = store.view(view -> view.findTask(id)).orElseThrow(() -> lost(id));
      store.forgetTask(id);
      ReturnShape returned = FinishedTask.returned(task);
      if (!FinishedTask.succeeded(task)) {
        throw new RefusedException(returned.code(), FinishedTask.error(task));
      }
      return answer(returned);
    } finally {
      awaited.remove(id);
    }
  }

  private Optional<OperationResult> changeAtOnce(Caller caller, Operation operation) {
    try {
      return store.changeAtOnce(operation, caller);
    } catch (RepositoryException e) {
      throw refusal(operation, e);
    }
  }

  private static Answer answer(ReturnShape returned) {
    return returned.code() == OperationAnswers.NO_CONTENT
        ? new Answer.Nothing()
        : new Answer.Json(returned.code(), returned.value());
  }

  private long beginAwaited(Caller caller, Operation operation, Optional<Secrets> secrets) {
    forgetting.readLock().lock();
    try {
      long id = begin(caller, operation, secrets);
      MDC.put("task", Long.toString(id));
      awaited.add(id);
      return id;
    } catch (RepositoryException e) {
      throw refusal(operation, e);
    } finally {
      forgetting.readLock().unlock();
    }
  }

  private static RefusedException refusal(Operation operation, RepositoryException e) {
    return new RefusedException(
        OperationAnswers.status(operation, e.code()),
        FinishedTask.error(operation, e.code(), e.getMessage()));
  }

  private static RepositoryException lost(long id) {
    return new RepositoryException(
        ErrorCode.INTERNAL,
        "task %d ended, and another node forgot it before its result was read".formatted(id));
  }

  /// Forgets a task that has ended.
  ///
  /// @return whether there was one
  boolean forget(long id) {
    forgetting.writeLock().lock();
    try {
      // Whoever waits for it forgets it in a moment.
      return awaited.contains(id) || store.forgetTask(id);
    } finally {
      forgetting.writeLock().unlock();
    }
  }

  /// Forgets all tasks that have ended.
  Map<String, String> forgetFinished() {
    forgetting.writeLock().lock();
    try {
      store.forgetFinishedTasks(Set.copyOf(awaited));
      return Map.of();
    } finally {
      forgetting.writeLock().unlock();
    }
  }
}
