package org.entrepot.service;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.entrepot.catalog.Catalog;
import org.entrepot.catalog.Changes;
import org.entrepot.catalog.View;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.catalog.access.AuditOutcome;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.task.TaskState;
import org.entrepot.service.importing.UploadSettings;
import org.entrepot.service.mirror.MirrorDefaults;
import org.entrepot.service.mirror.MirrorSettings;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.publish.PublishSettings;
import org.entrepot.service.publish.ReleaseSigners;
import org.entrepot.service.publish.SegmentFiles;
import org.entrepot.service.publish.Targets;
import org.entrepot.service.schedule.ScheduleRunner;
import org.entrepot.service.task.Failures;
import org.entrepot.service.task.ProcessIdentity;
import org.entrepot.service.task.Retention;
import org.entrepot.service.task.TaskEngine;
import org.entrepot.service.task.TaskListener;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.jspecify.annotations.Nullable;

/// One store, for the command line, HTTP and the web page: changes are [Operation]s, everything
/// else is a question to a [View]. Any number of processes may use one store at once. Safe for any
/// thread.
public final class Entrepot implements AutoCloseable {
  private final Catalog catalog;
  private final PackagePool pool;
  private final MirrorDefaults mirrorDefaults;
  private final Clock clock;
  private final Supplier<TaskEngine> makeEngine;
  private @Nullable TaskEngine
      engine; // null until something is changed: commands that only read start faster

  public Entrepot(
      Catalog catalog,
      PackagePool pool,
      AddMethod addMethod,
      Targets targets,
      PublishSettings settings,
      SegmentFiles segments,
      ReleaseSigners signers,
      MirrorSettings mirrors,
      UploadSettings uploads,
      Clock clock,
      Retention retention) {
    this(
        catalog,
        pool,
        addMethod,
        targets,
        settings,
        segments,
        signers,
        mirrors,
        uploads,
        clock,
        ProcessIdentity.current(),
        retention);
  }

  /// For tests, which play a process that dies.
  Entrepot(
      Catalog catalog,
      PackagePool pool,
      AddMethod addMethod,
      Targets targets,
      PublishSettings settings,
      SegmentFiles segments,
      ReleaseSigners signers,
      MirrorSettings mirrors,
      UploadSettings uploads,
      Clock clock,
      ProcessIdentity process,
      Retention retention) {
    this.catalog = catalog;
    this.pool = pool;
    this.mirrorDefaults = mirrors.defaults();
    this.clock = clock;
    this.makeEngine =
        () ->
            new TaskEngine(
                catalog,
                new AllUseCases(
                    pool, addMethod, targets, settings, segments, signers, mirrors, uploads, clock),
                clock,
                process,
                retention);
  }

  /// Makes a change: waits for its turn, does it in this thread, and returns when it is durable or
  /// has failed.
  ///
  /// @throws RepositoryException when it is refused before it becomes a task
  public TaskOutcome run(
      Operation operation, Caller caller, Secrets secrets, TaskListener listener) {
    return engine().run(operation, caller, secrets, listener);
  }

  /// The same for whoever runs this process.
  public TaskOutcome run(Operation operation, Secrets secrets, TaskListener listener) {
    return run(operation, Caller.ofProcess(), secrets, listener);
  }

  /// Makes a change that takes no time without a task, when nothing that waits or runs conflicts
  /// with it.
  ///
  /// @return its result; empty when it has to be submitted
  /// @throws RepositoryException when it is refused
  public Optional<OperationResult> changeAtOnce(Operation operation, Caller caller) {
    return engine().changeAtOnce(operation, caller);
  }

  /// Queues a change for whichever process works on the queue, and returns the number of its task.
  ///
  /// @throws RepositoryException when it is refused before it becomes a task
  public long submit(Operation operation, Caller caller) {
    return engine().enqueue(operation, caller);
  }

  /// The same for whoever runs this process.
  public long submit(Operation operation) {
    return submit(operation, Caller.ofProcess());
  }

  /// Queues a change that would be refused now, so that it is refused, or not, as a task.
  public long submitUnchecked(Operation operation, Caller caller) {
    return engine().enqueueUnchecked(operation, caller);
  }

  /// The same for whoever runs this process.
  public long submitUnchecked(Operation operation) {
    return submitUnchecked(operation, Caller.ofProcess());
  }

  /// Begins a change that needs secrets, and returns the number of its task. It runs in this
  /// process only, which is the only one that has them.
  ///
  /// @throws RepositoryException when it is refused before it becomes a task
  public long launch(Operation operation, Caller caller, Secrets secrets) {
    return engine().launch(operation, caller, secrets);
  }

  /// The same for whoever runs this process.
  public long launch(Operation operation, Secrets secrets) {
    return launch(operation, Caller.ofProcess(), secrets);
  }

  /// Checks a change as if it were to be made, before somebody is told what it would do.
  ///
  /// @throws RepositoryException when it would be refused
  public void check(Operation operation, Caller caller) {
    engine().check(operation, caller);
  }

  /// Answers a question by one consistent instant. The view is of no use after the call.
  ///
  /// @throws RepositoryException for whatever goes wrong
  public <T> T view(Function<View, T> question) {
    try {
      return catalog.read(question);
    } catch (RuntimeException e) {
      throw Failures.of("Reading the catalog", e);
    }
  }

  /// Cancels a waiting task, or asks a running one to stop, for whoever runs this process.
  public CancelResult cancel(long taskId) {
    return cancel(taskId, Caller.ofProcess());
  }

  /// Cancels a waiting task, or asks a running one to stop; the audit log tells who did.
  public CancelResult cancel(long taskId, Caller caller) {
    try {
      return catalog.write(transaction -> {
        CancelResult result = transaction.requestCancel(taskId);
        if (result == CancelResult.CANCELLED || result == CancelResult.REQUESTED) {
          transaction.recordAudit(
              new AuditEvent(
                  caller.actor(),
                  "CancelTask",
                  "Cancel task " + taskId,
                  AuditOutcome.SUCCEEDED,
                  ""));
        }
        return result;
      });
    } catch (RuntimeException e) {
      throw Failures.of("Cancelling task " + taskId, e);
    }
  }

  /// Forgets a task that has ended, and returns whether there was one.
  public boolean forgetTask(long taskId) {
    try {
      return catalog.write(transaction -> transaction.deleteTask(taskId));
    } catch (RuntimeException e) {
      throw Failures.of("Forgetting task " + taskId, e);
    }
  }

  /// Forgets all tasks that have ended but these.
  public void forgetFinishedTasks(Set<Long> except) {
    try {
      catalog.write(transaction -> {
        TaskFilter finished =
            TaskFilter.in(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED);
        transaction.tasks(finished).stream()
            .map(Task::id)
            .filter(id -> !except.contains(id))
            .forEach(transaction::deleteTask);
        return true;
      });
    } catch (RuntimeException e) {
      throw Failures.of("Forgetting tasks", e);
    }
  }

  /// Copies the catalog, as of one instant, to a new file while everybody goes on working.
  ///
  /// @throws RepositoryException when that fails; then nothing is left of it
  public void backup(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw RepositoryException.invalidRequest(directory + " is no directory; make it first");
    }
    try {
      catalog.copyTo(file);
    } catch (FileAlreadyExistsException e) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, file + " is there already; name a new file", e);
    } catch (UnsupportedOperationException e) {
      throw new RepositoryException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | IOException e) {
      throw Failures.of("Copying the catalog to " + file, e);
    }
  }

  /// A watch over everything that changes from now on.
  public Changes changes() {
    return catalog.changes();
  }

  /// Keeps something in the audit log that is no task, such as a key that was made.
  public void audit(AuditEvent event) {
    try {
      catalog.write(transaction -> {
        transaction.recordAudit(event);
        return true;
      });
    } catch (RuntimeException e) {
      throw Failures.of("Writing the audit log", e);
    }
  }

  /// What requests for mirrors mean where they say nothing.
  public MirrorDefaults mirrorDefaults() {
    return mirrorDefaults;
  }

  /// Carries schedules out.
  public ScheduleRunner schedules() {
    return new ScheduleRunner(catalog, this, clock);
  }

  /// Where package files are stored.
  public PackagePool pool() {
    return pool;
  }

  /// The engine, for a server that works on the queue and for a process that is told to stop.
  public synchronized TaskEngine engine() {
    if (engine == null) {
      engine = makeEngine.get();
    }
    return engine;
  }

  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.close();
    }
    catalog.close();
  }
}
