package org.entrepot.service.task;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.entrepot.catalog.Catalog;
import org.entrepot.catalog.Changes;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.catalog.access.AuditOutcome;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.catalog.task.NewTask;
import org.entrepot.catalog.task.StartResult;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.catalog.task.TaskResult;
import org.entrepot.catalog.task.Worker;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.domain.task.TaskState;
import org.entrepot.service.Caller;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Permission;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationCodec;
import org.entrepot.service.operation.OperationResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Runs operations as tasks of the shared queue: the only way to change anything.
///
/// A task starts when nothing that runs and nothing that waits with a smaller number conflicts with
/// its claims (the catalog decides, in one transaction). Then its claims are computed again on
/// fresh state; if they grew, it gives back what it holds and waits for the larger set at its old
/// place. Its last commit and its success are one transaction.
///
/// An *attached* task belongs to a caller that waits for it, and dies with the caller's process. A
/// *detached* one is run by any process that works on the queue. What a dead process left half done
/// is settled by the next that comes.
///
/// Safe for any thread.
public final class TaskEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskEngine.class);

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int EXPIRE_EVERY = 64; // tasks between two looks for expired ones
  private static final int MOST_ATTEMPTS = 3;

  /// Workers of this process that are not closed: a closed one is as dead as one of a process that
  /// ended.
  private static final Set<UUID> OPEN = ConcurrentHashMap.newKeySet();

  private final Catalog catalog;
  private final UseCases useCases;
  private final Clock clock;
  private final OperationCodec codec = new OperationCodec();
  private final ProcessIdentity process;
  private final Retention retention;
  private final UUID worker = UUID.randomUUID();
  private final Set<TaskRun> running = ConcurrentHashMap.newKeySet();
  private final Map<Long, RepositoryException> abandoned = new ConcurrentHashMap<>();

  private boolean registered;
  private Instant leaseUntil = Instant.EPOCH;
  private @Nullable Thread heartbeat; // started with the first task
  private @Nullable TaskQueue queue; // null unless this process works on the queue
  private volatile @Nullable TaskObserver observer; // null: nobody
  private volatile boolean closed;

  /// `process` is what others look at to see whether the tasks of this engine still live.
  public TaskEngine(
      Catalog catalog,
      UseCases useCases,
      Clock clock,
      ProcessIdentity process,
      Retention retention) {
    this.catalog = catalog;
    this.useCases = useCases;
    this.clock = clock;
    this.process = process;
    this.retention = retention;
    OPEN.add(worker);
  }

  /// Submits an operation, waits for its turn and does it in the calling thread.
  ///
  /// @throws RepositoryException when it is refused before it becomes a task
  public TaskOutcome run(
      Operation operation, Caller caller, Secrets secrets, TaskListener listener) {
    String title = operation.title();
    try {
      settleDeadTasks();
      var submitted = submitAttached(operation, caller, checkedClaims(operation, caller));
      return carry(operation, submitted, secrets, listener);
    } catch (RuntimeException e) {
      throw Failures.of(title, e);
    }
  }

  /// Queues an operation for whichever process works on the queue, and returns the task's number.
  ///
  /// @throws RepositoryException when it is refused before it becomes a task
  public long enqueue(Operation operation, Caller caller) {
    try {
      return submitDetached(operation, caller, checkedClaims(operation, caller));
    } catch (RuntimeException e) {
      throw Failures.of(operation.title(), e);
    }
  }

  /// The same for an operation that would be refused now: it becomes a task, which is refused, or
  /// not, when its turn has come.
  public long enqueueUnchecked(Operation operation, Caller caller) {
    try {
      return submitDetached(operation, caller, ResourceClaims.none());
    } catch (RuntimeException e) {
      throw Failures.of(operation.title(), e);
    }
  }

  /// Makes a brief change at once, without a task, when nothing that waits or runs conflicts with
  /// it.
  ///
  /// @return its result; empty when it has to be submitted
  /// @throws RepositoryException when it is refused
  public Optional<OperationResult> changeAtOnce(Operation operation, Caller caller) {
    if (!(useCases.of(operation) instanceof BriefUseCase<Operation> useCase)
        || !useCase.isBrief(operation)) {
      return Optional.empty();
    }
    long begin = System.nanoTime();
    try {
      Optional<OperationResult> result =
          catalog.write(transaction -> changeAtOnce(operation, useCase, caller, transaction));
      TaskObserver watching = observer;
      if (watching != null && result.isPresent()) {
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        watching.ran(codec.kind(operation), Duration.ZERO, took, true);
      }
      return result;
    } catch (RuntimeException e) {
      throw Failures.of(operation.title(), e);
    }
  }

  private Optional<OperationResult> changeAtOnce(
      Operation operation,
      BriefUseCase<Operation> useCase,
      Caller caller,
      Transaction transaction) {
    Instant now = clock.instant();
    Permission.requireStillValid(caller, transaction, now);
    if (transaction.isBlocked(checkedClaims(operation, useCase, caller, transaction))) {
      return Optional.empty();
    }
    OperationResult result = useCase.change(operation, transaction, now);
    transaction.recordAudit(
        new AuditEvent(
            caller.actor(), codec.kind(operation), operation.title(), AuditOutcome.SUCCEEDED, ""));
    return Optional.of(result);
  }

  /// Checks an operation as if it were submitted, for whoever only asks what it would do.
  ///
  /// @throws RepositoryException when it would be refused
  public void check(Operation operation, Caller caller) {
    try {
      checkedClaims(operation, caller);
    } catch (RuntimeException e) {
      throw Failures.of(operation.title(), e);
    }
  }

  /// Submits an operation that needs secrets of this process's memory, and returns the task's
  /// number while a thread of its own waits for its turn and does it.
  ///
  /// @throws RepositoryException when it is refused before it becomes a task
  public long launch(Operation operation, Caller caller, Secrets secrets) {
    try {
      settleDeadTasks();
      var submitted = submitAttached(operation, caller, checkedClaims(operation, caller));
      Thread.ofPlatform()
          .daemon()
          .name("task-with-secrets")
          .start(() -> carryAlone(operation, submitted, secrets));
      return submitted.taskId();
    } catch (RuntimeException e) {
      throw Failures.of(operation.title(), e);
    }
  }

  /// Works on detached tasks of the queue until this engine is closed, `parallel` at once. Returns
  /// at once.
  public synchronized void workOnQueue(int parallel) {
    if (queue != null) {
      throw new IllegalStateException("this process works on the queue already");
    }
    queue = new TaskQueue(this, catalog, parallel);
    queue.start();
  }

  /// Starts no more detached tasks: they stay in the queue for another process.
  public synchronized void leaveQueue() {
    if (queue != null) {
      queue.stop();
    }
  }

  /// Settles what dead processes left: their waiting tasks are cancelled, their running ones
  /// finished, withdrawn or, when detached and repeatable, queued again.
  public void settleDeadTasks() {
    List<Task> left = catalog.read(view -> view.tasksOfDeadWorkers(this::isDead));
    for (Task task : left) {
      if (task.state() == TaskState.WAITING) {
        catalog.write(transaction -> transaction.requestCancel(task.id()));
        continue;
      }
      var adopted =
          catalog.write(transaction -> {
            register(transaction);
            return transaction.adopt(
                task.id(), task.worker().orElseThrow(), task.attempt(), worker);
          });
      adopted.ifPresent(attempt -> settle(task, attempt));
    }
  }

  /// Asks every task that runs here to stop, as far as it can.
  public void cancelAll() {
    running.forEach(TaskRun::cancel);
  }

  /// Whether nothing runs here.
  public boolean isIdle() {
    return running.isEmpty();
  }

  /// Waits until nothing runs here, or the time is over, and returns whether nothing does.
  public boolean awaitIdle(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    synchronized (running) {
      while (!running.isEmpty()) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          return false;
        }
        running.wait(left);
      }
      return true;
    }
  }

  private void ended(TaskRun run) {
    synchronized (running) {
      running.remove(run);
      running.notifyAll();
    }
  }

  @Override
  public void close() {
    closed = true;
    leaveQueue();
    Thread beating;
    synchronized (this) {
      beating = heartbeat;
    }
    if (beating != null) {
      beating.interrupt();
    }
    OPEN.remove(worker);
  }

  private record Submitted(long taskId, ResourceClaims claims, Grant grant, StartResult start) {}

  private ResourceClaims checkedClaims(Operation operation, Caller caller) {
    return catalog.read(view -> checkedClaims(operation, useCases.of(operation), caller, view));
  }

  private static ResourceClaims checkedClaims(
      Operation operation, UseCase<Operation> useCase, Caller caller, View view) {
    useCase.validate(operation, view);
    ResourceClaims claims = useCase.resources(operation, view);
    Permission.require(caller.grant(), operation.title(), claims);
    return claims;
  }

  private NewTask newTask(
      Operation operation, Caller caller, ResourceClaims claims, Optional<UUID> waiter) {
    return new NewTask(
        operation.title(),
        codec.kind(operation),
        codec.toJson(operation),
        claims,
        caller.actor(),
        caller.grant(),
        waiter);
  }

  private Submitted submitAttached(Operation operation, Caller caller, ResourceClaims claims) {
    NewTask task = newTask(operation, caller, claims, Optional.of(worker));
    return catalog.write(transaction -> {
      Permission.requireStillValid(caller, transaction, clock.instant());
      long id = transaction.submitTask(task);
      register(transaction);
      return new Submitted(id, claims, caller.grant(), transaction.tryStart(id, worker));
    });
  }

  /// Starts the task in the transaction that submits it, when this process has a place for it.
  private long submitDetached(Operation operation, Caller caller, ResourceClaims claims) {
    NewTask task = newTask(operation, caller, claims, Optional.empty());
    TaskQueue here;
    synchronized (this) {
      here = queue;
    }
    if (here == null || !here.tryReserve()) {
      return catalog.write(transaction -> {
        Permission.requireStillValid(caller, transaction, clock.instant());
        return transaction.submitTask(task);
      });
    }
    boolean released = true;
    try {
      Submitted submitted =
          catalog.write(transaction -> {
            Permission.requireStillValid(caller, transaction, clock.instant());
            long id = transaction.submitTask(task);
            register(transaction);
            return new Submitted(id, claims, caller.grant(), transaction.tryStart(id, worker));
          });
      if (submitted.start() instanceof StartResult.Started) {
        here.run(() -> carryAlone(operation, submitted, Secrets.NONE));
        released = false;
      }
      return submitted.taskId();
    } finally {
      if (released) {
        here.release();
      }
    }
  }

  private TaskOutcome carry(
      Operation operation, Submitted submitted, Secrets secrets, TaskListener listener) {
    try {
      return carryOn(operation, submitted, secrets, listener);
    } catch (RuntimeException e) { // before it ran, so it left nothing behind
      RepositoryException failure = Failures.of(operation.title(), e);
      giveUp(submitted.taskId(), failure);
      throw failure;
    }
  }

  private TaskOutcome carryOn(
      Operation operation, Submitted submitted, Secrets secrets, TaskListener listener) {
    UseCase<Operation> useCase = useCases.of(operation);
    long id = submitted.taskId();
    ResourceClaims held = submitted.claims();
    StartResult state = submitted.start();
    List<Long> told = List.of();
    while (true) {
      switch (state) {
        case StartResult.Started(int attempt) -> {
          ResourceClaims needed =
              catalog.read(view -> useCase.resources(operation, view)); // on fresh state
          Permission.require(submitted.grant(), operation.title(), needed);
          if (held.covers(needed)) {
            return execute(operation, id, attempt, secrets, listener);
          }
          ResourceClaims larger = held.and(needed);
          held = larger;
          state = catalog.write(t -> t.replaceClaims(id, worker, attempt, larger));
        }
        case StartResult.Blocked(var ids) -> {
          if (!ids.equals(told)) {
            listener.waiting(titles(ids));
            told = ids;
          }
          awaitEnd(id, ids);
          state = catalog.write(transaction -> transaction.tryStart(id, worker));
        }
        case StartResult.Gone _ -> {
          return endOf(id);
        }
      }
    }
  }

  /// Ends a task that nobody will carry on, so that it does not keep others waiting. When even that
  /// fails, the heartbeat tries again.
  private void giveUp(long id, RepositoryException failure) {
    abandoned.put(id, failure);
    startHeartbeat();
    try {
      endAbandoned();
    } catch (RuntimeException e) {
      LOG.debug("task {} could not be ended; the heartbeat tries again", id, e);
      failure.addSuppressed(e);
    }
  }

  private void endAbandoned() {
    abandoned.forEach((id, failure) -> {
      catalog.write(transaction -> {
        Optional<Task> task = transaction.findTask(id);
        if (task.filter(t -> t.state() == TaskState.WAITING).isPresent()) {
          return transaction.requestCancel(id) == CancelResult.CANCELLED;
        }
        return task.filter(t -> t.worker().equals(Optional.of(worker)))
            .filter(t -> transaction.finishTask(id, worker, t.attempt(), endOf(t, failure)))
            .isPresent();
      });
      abandoned.remove(id);
    });
  }

  /// A task whose result is noted has succeeded, whatever came afterwards.
  private static TaskResult endOf(Task task, RepositoryException failure) {
    return task.resultJson().isEmpty()
        ? new TaskResult.Failed(failure.code().name(), failure.getMessage())
        : new TaskResult.Succeeded(task.resultJson());
  }

  private List<String> titles(List<Long> ids) {
    return catalog.read(view ->
        ids.stream()
            .flatMap(id -> view.findTask(id).stream())
            .map(task -> "task %d (%s)".formatted(task.id(), task.name()))
            .toList());
  }

  /// Returns when all blockers have ended, or the task itself (somebody cancelled it), or after a
  /// while.
  private void awaitEnd(long id, List<Long> blockers) {
    Changes changes = catalog.changes();
    Instant until = clock.instant().plus(PATIENCE);
    do {
      boolean over =
          catalog.read(
              view -> hasEnded(view, id) || blockers.stream().allMatch(b -> hasEnded(view, b)));
      if (over) {
        return;
      }
      await(changes);
    } while (clock.instant().isBefore(until));
    settleDeadTasks();
  }

  private static boolean hasEnded(View view, long id) {
    return view.findTask(id).map(Task::isFinished).orElse(true);
  }

  static void await(Changes changes) {
    try {
      changes.awaitChange(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(
          ErrorCode.CANCELLED, "waiting for other tasks was interrupted", e);
    }
  }

  private TaskOutcome endOf(long id) {
    Task task =
        catalog
            .read(view -> view.findTask(id))
            .orElseThrow(() ->
                new RepositoryException(ErrorCode.TASK_NOT_FOUND, "task %d is gone".formatted(id)));
    if (task.state() == TaskState.SUCCEEDED) {
      return new TaskOutcome.Succeeded(id, new OperationResult.Done());
    }
    return new TaskOutcome.Failed(
        id,
        task.errorCode().isEmpty() ? ErrorCode.CANCELLED : ErrorCode.valueOf(task.errorCode()),
        task.errorMessage().isEmpty()
            ? "task %d (%s) was cancelled before it started".formatted(id, task.name())
            : task.errorMessage());
  }

  /// Tells an observer about all tasks that run here from now on.
  public void observe(TaskObserver watching) {
    observer = watching;
  }

  private TaskOutcome execute(
      Operation operation, long id, int attempt, Secrets secrets, TaskListener listener) {
    try (var _ = MDC.putCloseable("task", Long.toString(id))) {
      TaskObserver watching = observer;
      if (watching == null) {
        return executeUnobserved(operation, id, attempt, secrets, listener);
      }
      Duration waited = waited(id);
      long begin = System.nanoTime();
      TaskOutcome outcome = executeUnobserved(operation, id, attempt, secrets, listener);
      watching.ran(
          codec.kind(operation),
          waited,
          Duration.ofNanos(System.nanoTime() - begin),
          outcome instanceof TaskOutcome.Succeeded);
      return outcome;
    }
  }

  private Duration waited(long id) {
    return catalog
        .read(view -> view.findTask(id))
        .flatMap(
            task -> task.startedAt().map(started -> Duration.between(task.submittedAt(), started)))
        .filter(waited -> !waited.isNegative())
        .orElse(Duration.ZERO);
  }

  private TaskOutcome executeUnobserved(
      Operation operation, long id, int attempt, Secrets secrets, TaskListener listener) {
    var run = new TaskRun(catalog, clock, id, worker, attempt, secrets, listener);
    running.add(run);
    startHeartbeat();
    try {
      OperationResult result;
      try {
        result = carryOut(operation, run);
      } catch (Throwable t) { // whatever it is ends this task alone
        return fail(run, Failures.of(operation.title(), t));
      }
      if (useCases.of(operation).tidiesUp(operation)) {
        tidyUp(operation, result);
        endTidy(run, result);
      }
      return new TaskOutcome.Succeeded(id, result);
    } finally {
      ended(run);
    }
  }

  /// Does the work up to the commit that makes it a success. It is also the end of the task, unless
  /// something is left to tidy up.
  private OperationResult carryOut(Operation operation, TaskRun run) throws IOException {
    UseCase<Operation> useCase = useCases.of(operation);
    Completion completion = useCase.run(operation, new OperationContext(run));
    boolean goesOn = useCase.tidiesUp(operation);
    String output = run.takeOutput();
    return catalog.write(transaction -> {
      run.requireHeld(transaction);
      OperationResult told = completion.commit(transaction);
      String json = codec.resultToJson(told);
      if (goesOn) {
        transaction.appendOutput(run.taskId(), output);
        transaction.noteResult(run.taskId(), run.worker(), run.attempt(), json);
      } else {
        end(transaction, run, output, new TaskResult.Succeeded(json));
      }
      return told;
    });
  }

  private void tidyUp(Operation operation, OperationResult result) {
    try {
      useCases.of(operation).tidyUp(operation, result);
    } catch (RuntimeException | IOException e) {
      LOG.warn(
          "{} succeeded, but tidying up after it failed: {}", operation.title(), e.getMessage());
    }
  }

  /// Ends a task whose result is noted. When that fails, the heartbeat tries again.
  private void endTidy(TaskRun run, OperationResult result) {
    try {
      catalog.write(transaction -> {
        end(transaction, run, "", new TaskResult.Succeeded(codec.resultToJson(result)));
        return true;
      });
    } catch (RuntimeException e) {
      giveUp(run.taskId(), Failures.of("Ending task " + run.taskId(), e));
    }
  }

  private TaskOutcome fail(TaskRun run, RepositoryException failure) {
    switch (failure.code().category()) {
      case INTERNAL -> LOG.error("task {} failed", run.taskId(), failure);
      default -> LOG.debug("task {} failed", run.taskId(), failure);
    }
    var failed = new TaskOutcome.Failed(run.taskId(), failure.code(), failure.getMessage());
    if (failure.code() == ErrorCode.LEASE_LOST) {
      return failed;
    }
    boolean completed = settled(run, failure);
    TaskResult result;
    if (completed) {
      result = new TaskResult.Succeeded(codec.resultToJson(new OperationResult.Done()));
    } else if (failure.code() == ErrorCode.CANCELLED) {
      result = new TaskResult.Cancelled(failure.code().name(), failure.getMessage());
    } else {
      result = new TaskResult.Failed(failure.code().name(), failure.getMessage());
    }
    String output = run.takeOutput();
    try {
      catalog.write(transaction -> {
        end(transaction, run, output, result);
        return true;
      });
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      giveUp(run.taskId(), failure);
      return failed;
    }
    return completed ? new TaskOutcome.Succeeded(run.taskId(), new OperationResult.Done()) : failed;
  }

  /// Settles what the run left outside the catalog, and returns whether it is done after all. When
  /// that fails, it stays to whoever comes to the same place next, and to a clean-up.
  private boolean settled(TaskRun run, RepositoryException failure) {
    try {
      return useCases.recovery().settle(new OperationContext(run));
    } catch (RuntimeException | IOException e) {
      LOG.debug("task {} could not be settled; the next change there will do it", run.taskId(), e);
      failure.addSuppressed(e);
      return false;
    }
  }

  private void end(Transaction transaction, TaskRun run, String output, TaskResult result) {
    if (!output.isEmpty()) {
      transaction.appendOutput(run.taskId(), output);
    }
    transaction.finishTask(run.taskId(), run.worker(), run.attempt(), result);
    if (run.taskId() % EXPIRE_EVERY == 0) {
      Instant now = clock.instant();
      transaction.expireTasks(
          now.minus(retention.finishedTasks()), retention.finishedTasksAtMost());
      retention.audit().ifPresent(kept -> transaction.expireAudit(now.minus(kept)));
    }
  }

  /// Finishes or withdraws what a dead attempt left, and decides what becomes of its task.
  private void settle(Task task, int attempt) {
    var run =
        new TaskRun(catalog, clock, task.id(), worker, attempt, Secrets.NONE, TaskListener.SILENT);
    running.add(run);
    startHeartbeat();
    try {
      Optional<String> noted =
          catalog
              .read(view -> view.findTask(task.id()))
              .map(Task::resultJson); // since the adoption
      if (noted.filter(json -> !json.isEmpty()).isPresent()) {
        OperationResult result = codec.parseResult(noted.get());
        tidyUp(codec.parse(task.operationKind(), task.operationJson()), result);
        endTidy(run, result);
        return;
      }
      boolean completed = useCases.recovery().settle(new OperationContext(run));
      boolean repeat = !completed && task.waiter().isEmpty() && mayRepeat(task);
      catalog.write(transaction -> {
        if (repeat) {
          return transaction.requeueTask(task.id(), worker, attempt);
        }
        TaskResult result =
            completed
                ? new TaskResult.Succeeded(codec.resultToJson(new OperationResult.Done()))
                : new TaskResult.Failed(
                    ErrorCode.PROCESS_ENDED.name(),
                    "the process that ran task %d (%s) ended before it was done; its changes were withdrawn, so run it again"
                        .formatted(task.id(), task.name()));
        return transaction.finishTask(task.id(), worker, attempt, result);
      });
    } catch (RuntimeException | IOException e) {
      LOG.warn("task {} of a dead process could not be settled: {}", task.id(), e.getMessage());
      giveUp(task.id(), Failures.of("Recovering task " + task.id(), e));
    } finally {
      ended(run);
    }
  }

  private boolean mayRepeat(Task task) {
    return task.attempt() < MOST_ATTEMPTS
        && useCases.of(codec.parse(task.operationKind(), task.operationJson())).afterCrash()
            == UseCase.AfterCrash.RETRY;
  }

  private boolean isDead(Worker other) {
    if (other.id().equals(worker)) {
      return false;
    }
    var owner = new ProcessIdentity(other.bootId(), other.host(), other.pid(), other.startTicks());
    if (owner.equals(process) && !OPEN.contains(other.id())) {
      return true;
    }
    Optional<Boolean> alive = owner.isAlive();
    return alive.isPresent() ? !alive.get() : other.leaseUntil().isBefore(clock.instant());
  }

  /// Makes this process known as a worker, within a transaction that needs it, and forgets those
  /// that died idle.
  private synchronized void register(Transaction transaction) {
    // Also of a worker that was idle: others must not see an expired lease beside a running task.
    leaseUntil = clock.instant().plus(LEASE);
    if (registered && transaction.renewWorker(worker, leaseUntil)) {
      return;
    }
    transaction.registerWorker(
        new Worker(
            worker,
            process.host(),
            process.pid(),
            process.startTicks(),
            process.bootId(),
            leaseUntil));
    registered = true;
    Set<UUID> busy = busyWorkers(transaction);
    for (Worker other : transaction.workers()) {
      if (!busy.contains(other.id()) && isDead(other)) {
        transaction.removeWorker(other.id());
      }
    }
  }

  private static Set<UUID> busyWorkers(View view) {
    Set<UUID> busy = ConcurrentHashMap.newKeySet();
    for (Task task : view.tasks(TaskFilter.in(TaskState.WAITING, TaskState.RUNNING))) {
      task.worker().ifPresent(busy::add);
      task.waiter().ifPresent(busy::add);
    }
    return busy;
  }

  private synchronized void startHeartbeat() {
    if (heartbeat == null) {
      heartbeat = Thread.ofPlatform().daemon().name("heartbeat").start(this::beat);
    }
  }

  @SuppressWarnings(
      "BusyWait") // sleeps a fixed time between two beats, for as long as the process lives
  private void beat() {
    while (!closed) {
      try {
        Thread.sleep(HEARTBEAT);
        beatOnce();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.debug("heartbeat failed; the next one tries again", e);
      }
    }
  }

  private void beatOnce() {
    endAbandoned();
    List<TaskRun> runs = List.copyOf(running);
    if (runs.isEmpty()) {
      return;
    }
    catalog.read(view -> {
      runs.stream().filter(run -> view.isCancelRequested(run.taskId())).forEach(TaskRun::cancel);
      return true;
    });
    boolean renew = leaseUntil.isBefore(clock.instant().plus(LEASE.dividedBy(2)));
    record Told(TaskRun run, String output, boolean progress) {}
    List<Told> told =
        runs.stream()
            .map(run -> new Told(run, run.takeOutput(), run.takeProgressChanged()))
            .filter(t -> !t.output().isEmpty() || t.progress())
            .toList();
    if (!renew && told.isEmpty()) {
      return;
    }
    Instant until = clock.instant().plus(LEASE);
    catalog.write(transaction -> {
      if (renew) {
        transaction.renewWorker(worker, until);
      }
      for (Told t : told) {
        if (!t.output().isEmpty()) {
          transaction.appendOutput(t.run().taskId(), t.output());
        }
        transaction.setProgress(t.run().taskId(), codec.recordToJson(t.run().progress()));
      }
      return true;
    });
    if (renew) {
      synchronized (this) {
        leaseUntil = until;
      }
    }
  }

  /// Starts a task of the queue for this process.
  StartResult startDetached(long id) {
    return catalog.write(transaction -> {
      register(transaction);
      return transaction.tryStart(id, worker);
    });
  }

  /// Does a started task of the queue; whatever happens ends this task alone.
  void carryDetached(Task task, StartResult.Started started) {
    try {
      Operation operation = codec.parse(task.operationKind(), task.operationJson());
      carryAlone(
          operation, new Submitted(task.id(), task.claims(), task.grant(), started), Secrets.NONE);
    } catch (RuntimeException e) {
      LOG.error("task {} could not be run", task.id(), e);
      giveUp(task.id(), Failures.of(task.name(), e));
    }
  }

  private void carryAlone(Operation operation, Submitted submitted, Secrets secrets) {
    try {
      carry(operation, submitted, secrets, TaskListener.SILENT);
    } catch (RepositoryException e) {
      LOG.debug("task {} was refused", submitted.taskId(), e); // and tells so itself
    }
  }
}
