package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.entrepot.catalog.CatalogUrl;
import org.entrepot.catalog.Changes;
import org.entrepot.catalog.View;
import org.entrepot.catalog.access.AuditEntry;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.catalog.access.AuditOutcome;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.access.TokenSecret;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.TokenName;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.RepositoryOperation.RenameRepository;
import org.entrepot.service.operation.TokenOperation.CreateToken;
import org.entrepot.service.operation.TokenOperation.RevokeToken;
import org.entrepot.service.task.TaskListener;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.testkit.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may change what, and what the audit log tells of it.
@Timeout(180)
class AccessTest {
  private static final String ADDRESS = "192.0.2.7";

  @TempDir Path root;
  private final List<Store> stores = new ArrayList<>();

  enum Engine {
    SQLITE,
    POSTGRESQL;

    CatalogUrl url(Path root) {
      return switch (this) {
        case SQLITE -> new CatalogUrl.Sqlite(root.resolve("catalog.db"));
        case POSTGRESQL -> new CatalogUrl.Postgres(PostgresServer.shared().newDatabase());
      };
    }
  }

  private Store open(Setup setup) {
    var store = new Store(setup);
    stores.add(store);
    return store;
  }

  private Setup setup(Engine engine) {
    Path place = root.resolve("store");
    return Setup.at(place).with(engine.url(place));
  }

  @AfterEach
  void closeStores() {
    stores.forEach(Store::close);
  }

  private static CreateToken creating(
      TokenSecret secret, String name, Scope scope, Optional<Long> seconds, String... patterns) {
    return new CreateToken(
        new TokenName(name),
        secret.id(),
        secret.digest().hex(),
        scope,
        List.of(patterns).stream().map(NamePattern::new).toList(),
        "a comment",
        seconds);
  }

  private static TokenSecret secret() {
    return TokenSecret.generate(new SecureRandom());
  }

  private static Caller token(Store store, String name, Scope scope, String... patterns) {
    store.run(creating(secret(), name, scope, Optional.empty(), patterns));
    return caller(store, name);
  }

  private static Caller caller(Store store, String name) {
    AccessToken token =
        store.catalog().read(view -> view.findToken(new TokenName(name))).orElseThrow();
    return Caller.of(token, ADDRESS);
  }

  private static TaskOutcome run(Store store, Caller caller, Operation operation) {
    return store.entrepot().run(operation, caller, Secrets.NONE, TaskListener.SILENT);
  }

  private static void permitted(Store store, Caller caller, Operation operation) {
    assertThat(run(store, caller, operation))
        .as(operation.title())
        .isInstanceOf(TaskOutcome.Succeeded.class);
  }

  private static void refused(Store store, Caller caller, Operation operation, String reason) {
    int before = audit(store).size();
    assertThatThrownBy(() -> run(store, caller, operation))
        .as(operation.title())
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED))
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> store.entrepot().submit(operation, caller))
        .as(operation.title())
        .isInstanceOf(RepositoryException.class);
    assertThat(audit(store)).hasSize(before);
  }

  private static List<AuditEntry> audit(Store store) {
    return store.catalog().read(view -> view.auditEntries(AuditFilter.all()));
  }

  @ParameterizedTest
  @EnumSource
  void aNarrowedTokenChangesAndUsesOnlyWhatItsPatternsName(Engine engine) {
    var store = open(setup(engine));
    store.createRepository("other");
    store.createRepository("team-0");
    store.snapshot("other-s", "other");
    Caller team = token(store, "team", Scope.WRITE, "team-*", "team/*");
    permitted(store, team, Store.creating("team-a"));
    permitted(store, team, Store.snapshotting("team-s", "team-a"));
    permitted(store, team, Store.publishing(SourceKind.SNAPSHOT, "team-s", "team", "stable"));
    permitted(store, team, Store.updating("team", "stable"));
    String no = "the token is for objects named team-* or team/*";
    refused(store, team, Store.creating("x"), no);
    refused(store, team, Store.snapshotting("team-t", "other"), no);
    refused(store, team, Store.snapshotting("other-t", "team-a"), no);
    refused(
        store, team, Store.publishing(SourceKind.SNAPSHOT, "team-s", ".", "stable"), "./stable");
    refused(store, team, Store.publishing(SourceKind.SNAPSHOT, "other-s", "team", "testing"), no);
    refused(store, team, Store.switching("team", "stable", "other-s"), no);
    refused(store, team, Store.removing("other", "Name"), no);
    refused(
        store,
        team,
        new RenameRepository(new RepositoryName("team-a"), new RepositoryName("x")),
        no);
    refused(
        store,
        team,
        new RenameRepository(new RepositoryName("other"), new RepositoryName("team-b")),
        no);
    permitted(
        store,
        team,
        new RenameRepository(new RepositoryName("team-a"), new RepositoryName("team-b")));
  }

  @ParameterizedTest
  @EnumSource
  void whatConcernsEverybodyNeedsAnAdministratorForAll(Engine engine) {
    var store = open(setup(engine));
    store.createRepository("r");
    var cleanUp = new CleanUp(Execution.CARRY_OUT);
    Caller reader = token(store, "reader", Scope.READ);
    Caller uploader = token(store, "uploader", Scope.UPLOAD);
    Caller writer = token(store, "writer", Scope.WRITE);
    Caller narrow = token(store, "narrow", Scope.ADMIN, "*");
    Caller boss = token(store, "boss", Scope.ADMIN);
    refused(store, reader, Store.creating("a"), "needs the scope write");
    refused(store, uploader, Store.creating("a"), "needs the scope write");
    refused(store, writer, cleanUp, "needs the scope admin");
    refused(store, narrow, cleanUp, "concerns all");
    Operation escalation = creating(secret(), "mine", Scope.ADMIN, Optional.empty());
    refused(store, writer, escalation, "needs the scope admin");
    refused(store, narrow, escalation, "concerns all");
    refused(store, narrow, new RevokeToken(new TokenName("boss")), "concerns all");
    permitted(store, writer, Store.creating("a"));
    permitted(store, boss, cleanUp);
    permitted(store, boss, escalation);
    permitted(store, boss, new RevokeToken(new TokenName("narrow")));
  }

  @ParameterizedTest
  @EnumSource
  void everyChangeIsInTheAuditLogWithWhoMadeIt(Engine engine) {
    var store = open(setup(engine));
    Caller ci = token(store, "ci", Scope.WRITE);
    permitted(store, ci, Store.creating("r"));
    assertThat(run(store, ci, Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable")))
        .isInstanceOf(TaskOutcome.Succeeded.class);
    long queued = store.entrepot().submit(Store.creating("q"), Caller.anonymous("127.0.0.1"));
    store.entrepot().cancel(queued, ci);
    var entries = audit(store);
    String user = System.getProperty("user.name", "");
    assertThat(entries.stream().map(AuditEntry::actor))
        .containsExactly(
            new Actor.LocalUser(user),
            new Actor.TokenHolder("ci", ADDRESS),
            new Actor.TokenHolder("ci", ADDRESS),
            new Actor.Anonymous("127.0.0.1"),
            new Actor.TokenHolder("ci", ADDRESS));
    assertThat(entries.stream().map(AuditEntry::action))
        .containsExactly(
            "CreateToken", "CreateRepository", "Publish", "CreateRepository", "CancelTask");
    assertThat(entries.stream().map(AuditEntry::outcome))
        .containsExactly(
            AuditOutcome.SUCCEEDED,
            AuditOutcome.SUCCEEDED,
            AuditOutcome.SUCCEEDED,
            AuditOutcome.CANCELLED,
            AuditOutcome.SUCCEEDED);
    var tasks = store.catalog().read(view -> view.tasks(TaskFilter.all()));
    assertThat(entries.stream().flatMap(e -> e.taskId().stream().boxed()))
        .containsExactlyElementsOf(tasks.stream().map(task -> task.id()).toList());
    assertThat(tasks.getLast().actor()).isEqualTo(new Actor.Anonymous("127.0.0.1"));
  }

  @ParameterizedTest
  @EnumSource
  void aChangeThatFailsOrDiesIsInTheAuditLogToo(Engine engine) {
    Setup setup = setup(engine);
    var store = open(setup);
    store.createRepository("r");
    assertThat(store.outcome(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable")))
        .isInstanceOf(TaskOutcome.Succeeded.class);
    var doomed = open(setup.asDoomedProcess());
    long id = doomed.entrepot().submit(Store.creating("detached"));
    store.entrepot().engine().settleDeadTasks();
    assertThat(audit(store).getLast().taskId()).hasValue(id);
    assertThat(audit(store).getLast().outcome()).isEqualTo(AuditOutcome.OPEN);
    store.entrepot().cancel(id);
    assertThat(audit(store).get(audit(store).size() - 2).outcome())
        .isEqualTo(AuditOutcome.CANCELLED);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSubmittedByATokenAfterItsRevocation(Engine engine) throws Exception {
    Setup setup = setup(engine);
    var first = open(setup);
    var second = open(setup);
    Caller ci = token(first, "ci", Scope.WRITE);
    var revoked = new AtomicBoolean();
    var submitted = new AtomicLong();
    var underWay = new CountDownLatch(8);
    var late = new ArrayList<String>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Boolean>>();
      for (int thread = 0; thread < 4; thread++) {
        Store store = thread % 2 == 0 ? first : second;
        String name = "r" + thread + "-";
        all.add(
            threads.submit(() -> {
              for (int i = 0; i < 10_000; i++) {
                boolean before = revoked.get();
                try {
                  store.entrepot().submit(Store.creating(name + i), ci);
                } catch (RepositoryException e) {
                  return e.code() == ErrorCode.NOT_PERMITTED;
                }
                submitted.incrementAndGet();
                underWay.countDown();
                if (before) {
                  synchronized (late) {
                    late.add(name + i);
                  }
                }
              }
              return false;
            }));
      }
      underWay.await();
      second.run(new RevokeToken(new TokenName("ci")));
      revoked.set(true);
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(late).isEmpty();
    assertThat(submitted.get()).isGreaterThanOrEqualTo(8);
    assertThat(audit(first).stream().filter(e -> e.actor() instanceof Actor.TokenHolder))
        .hasSize((int) submitted.get());
  }

  @ParameterizedTest
  @EnumSource
  void whatWasNotCheckedAtSubmissionIsCheckedWhenItRuns(Engine engine) throws InterruptedException {
    var store = open(setup(engine));
    store.createRepository("other");
    Caller team = token(store, "team", Scope.WRITE, "team-*");
    Caller writer = token(store, "writer", Scope.WRITE);
    long outside = store.entrepot().submitUnchecked(Store.snapshotting("team-s", "other"), team);
    long inside = store.entrepot().submitUnchecked(Store.creating("team-a"), team);
    long everything = store.entrepot().submitUnchecked(new CleanUp(Execution.CARRY_OUT), writer);
    store.run(new RevokeToken(new TokenName("team"))); // what was accepted is still held to it
    store.entrepot().engine().workOnQueue(2);
    Changes changes = store.catalog().changes();
    long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!store.unfinished().isEmpty()) {
      assertThat(System.nanoTime()).as("time is over").isLessThan(until);
      changes.awaitChange(Duration.ofSeconds(1));
    }
    assertThat(code(store, outside)).isEqualTo("NOT_PERMITTED");
    assertThat(code(store, everything)).isEqualTo("NOT_PERMITTED");
    assertThat(code(store, inside)).isEmpty();
    assertThat(store.catalog().read(View::snapshots)).isEmpty();
  }

  private static String code(Store store, long id) {
    return store.catalog().read(view -> view.findTask(id)).orElseThrow().errorCode();
  }

  @ParameterizedTest
  @EnumSource
  void manyWhoMakeOneTokenMakeOne(Engine engine) throws Exception {
    Setup setup = setup(engine);
    for (int i = 0; i < 3; i++) {
      open(setup);
    }
    var work = new ArrayList<Callable<Optional<TokenSecret>>>();
    for (int i = 0; i < 9; i++) {
      TokenSecret secret = secret();
      Store store = stores.get(i % 3);
      work.add(() -> made(store, secret));
    }
    var made = new ArrayList<TokenSecret>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<TokenSecret>> one : threads.invokeAll(work)) {
        one.get().ifPresent(made::add);
      }
    }
    assertThat(made).hasSize(1);
    List<AccessToken> tokens = stores.getFirst().catalog().read(View::tokens);
    assertThat(tokens).hasSize(1);
    assertThat(made.getFirst().matches(tokens.getFirst().secretDigest())).isTrue();
  }

  private static Optional<TokenSecret> made(Store store, TokenSecret secret)
      throws ExecutionException {
    try {
      return store.outcome(creating(secret, "ci", Scope.READ, Optional.empty()))
              instanceof TaskOutcome.Succeeded
          ? Optional.of(secret)
          : Optional.empty();
    } catch (RepositoryException e) {
      if (e.code() != ErrorCode.NAME_TAKEN) {
        throw new ExecutionException(e);
      }
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredTokenSubmitsNothing(Engine engine) {
    Instant now = Instant.parse("2026-03-04T05:06:07Z");
    Setup setup = setup(engine);
    var store = open(setup.with(Clock.fixed(now, ZoneOffset.UTC)));
    store.run(creating(secret(), "brief", Scope.WRITE, Optional.of(60L)));
    Caller brief = caller(store, "brief");
    permitted(store, brief, Store.creating("a"));
    var later = open(setup.with(Clock.fixed(now.plus(Duration.ofSeconds(60)), ZoneOffset.UTC)));
    refused(later, brief, Store.creating("b"), "token brief was revoked or has expired");
  }

  @ParameterizedTest
  @EnumSource
  void theAuditLogExpires(Engine engine) {
    Instant now = Instant.parse("2026-03-04T05:06:07Z");
    Setup setup = setup(engine);
    var store = open(setup.with(Clock.fixed(now, ZoneOffset.UTC)));
    store.createRepository("old");
    var later = open(setup.with(Clock.fixed(now.plus(Duration.ofDays(401)), ZoneOffset.UTC)));
    for (int i = 0; i < 70; i++) {
      later.createRepository("r" + i);
    }
    assertThat(audit(later)).hasSize(70);
    assertThat(audit(later).getFirst().title()).contains("r0");
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void theSecretIsNowhereInTheStore(Engine engine) throws IOException {
    Setup setup = setup(engine);
    var store = open(setup);
    TokenSecret secret = secret();
    store.run(creating(secret, "ci", Scope.WRITE, Optional.empty()));
    permitted(store, caller(store, "ci"), Store.creating("r"));
    String text = secret.reveal();
    String bits = text.substring(text.lastIndexOf('_') + 1);
    int files = 0;
    try (var all = Files.walk(store.root())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files++;
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(content.contains(bits)).as(file.toString()).isFalse();
        if (file.endsWith("catalog.db-wal")) {
          assertThat(content.contains(secret.digest().hex())).as("the digest is there").isTrue();
        }
      }
    }
    assertThat(files).isGreaterThanOrEqualTo(2);
  }
}
