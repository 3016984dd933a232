package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.catalog.access.AuditEntry;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.catalog.access.AuditOutcome;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.catalog.task.NewTask;
import org.entrepot.catalog.task.TaskResult;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.access.TokenSecret;
import org.entrepot.domain.name.TokenName;
import org.entrepot.domain.task.ResourceClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every engine does with tokens and the audit log.
@Timeout(120)
abstract class AccessContractTest extends CatalogHarness {
  private static final UUID WORKER = new UUID(0, 1);
  private static final Actor ACTOR = new Actor.TokenHolder("ci \u00fc", "10.0.0.1");

  private static AccessToken token(String name, int seed) {
    var secret = TokenSecret.generate(new Random(seed));
    return new AccessToken(
        secret.id(),
        new TokenName(name),
        secret.digest(),
        new Grant(Scope.WRITE, List.of(new NamePattern("a:*"), new NamePattern("3:x"))),
        "for \u00fc",
        NOW,
        Optional.of(NOW.plus(Duration.ofDays(1))));
  }

  private void insert(AccessToken token) {
    catalog.write(t -> {
      t.insertToken(token);
      return true;
    });
  }

  private void delete(AccessToken token) {
    catalog.write(t -> {
      t.deleteToken(token.id());
      return true;
    });
  }

  private static long submit(Catalog where, String name) {
    return where.write(t ->
        t.submitTask(
            new NewTask(
                name, "Test", "{}", ResourceClaims.none(), ACTOR, Grant.ALL, Optional.empty())));
  }

  private List<AuditEntry> audit() {
    return catalog.read(v -> v.auditEntries(AuditFilter.all()));
  }

  @Test
  void aTokenIsFoundByItsIdAndItsName() {
    var ci = token("ci", 1);
    var forever =
        new AccessToken(
            TokenSecret.generate(new Random(2)).id(),
            new TokenName("boss"),
            ci.secretDigest(),
            Grant.ALL,
            "",
            NOW,
            Optional.empty());
    insert(ci);
    insert(forever);
    assertThat(seen(catalog, v -> v.findToken(ci.id()).orElseThrow()).value()).isEqualTo(ci);
    assertThat(seen(catalog, v -> v.findToken(new TokenName("boss")).orElseThrow()).value())
        .isEqualTo(forever);
    assertThat(seen(catalog, View::tokens).value()).containsExactly(forever, ci);
    assertThat(seen(catalog, v -> v.findToken(new TokenName("CI")).isPresent()).value()).isFalse();
  }

  @Test
  void aNameBelongsToOneToken() {
    insert(token("ci", 1));
    assertThatThrownBy(() -> insert(token("ci", 2)))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> assertThat(e.rule()).isEqualTo(ConflictException.Rule.TAKEN))
        .hasMessageContaining("token ci");
    assertThatThrownBy(() -> insert(token("other", 1))).isInstanceOf(ConflictException.class);
    assertThat(seen(catalog, View::tokens).value()).containsExactly(token("ci", 1));
  }

  @Test
  void manyWhoMakeOneNameMakeOneToken() throws Exception {
    var made = new AtomicInteger();
    Threads.run(
        8,
        index -> {
          var own = open();
          try {
            own.write(t -> {
              t.insertToken(token("ci", index));
              return true;
            });
            made.incrementAndGet();
          } catch (ConflictException e) {
            assertThat(e.rule()).isEqualTo(ConflictException.Rule.TAKEN);
          }
        });
    assertThat(made).hasValue(1);
    assertThat(seen(catalog, View::tokens).value()).hasSize(1);
  }

  @Test
  void aRevokedTokenIsGoneAndItsNameFree() {
    var ci = token("ci", 1);
    insert(ci);
    delete(ci);
    assertThat(seen(catalog, v -> v.findToken(ci.id()).isPresent()).value()).isFalse();
    assertThatThrownBy(() -> delete(ci)).isInstanceOf(StaleException.class);
    insert(token("ci", 2));
  }

  @Test
  void everyTaskHasAnEntryFromItsSubmissionOn() {
    var id = submit(catalog, "Create x");
    assertThat(audit())
        .containsExactly(
            new AuditEntry(
                1,
                NOW,
                ACTOR,
                "Test",
                "Create x",
                OptionalLong.of(id),
                AuditOutcome.OPEN,
                Optional.empty(),
                ""));
    catalog.write(t -> t.tryStart(id, WORKER));
    catalog.write(t -> t.finishTask(id, WORKER, 1, new TaskResult.Failed("X", "it was full")));
    var entry = audit().getFirst();
    assertThat(entry.outcome()).isEqualTo(AuditOutcome.FAILED);
    assertThat(entry.detail()).isEqualTo("it was full");
    assertThat(entry.endedAt()).contains(NOW);
    catalog.write(t -> t.deleteTask(id));
    assertThat(audit()).containsExactly(entry);
  }

  @Test
  void everyWayInWhichATaskEndsIsNoted() {
    var done = submit(catalog, "a");
    var cancelled = submit(catalog, "b");
    var withdrawn = submit(catalog, "c");
    var waiting = submit(catalog, "d");
    catalog.write(t -> t.tryStart(done, WORKER));
    catalog.write(t -> t.finishTask(done, WORKER, 1, new TaskResult.Succeeded("{}")));
    catalog.write(t -> t.requestCancel(cancelled));
    catalog.write(t -> t.tryStart(withdrawn, WORKER));
    catalog.write(t -> t.requestCancel(withdrawn));
    catalog.write(
        t -> t.finishTask(withdrawn, WORKER, 1, new TaskResult.Cancelled("CANCELLED", "so")));
    assertThat(audit().stream().map(AuditEntry::outcome))
        .containsExactly(
            AuditOutcome.SUCCEEDED,
            AuditOutcome.CANCELLED,
            AuditOutcome.CANCELLED,
            AuditOutcome.OPEN);
    assertThat(audit().getLast().taskId()).hasValue(waiting);
  }

  @Test
  void aTaskKeepsWhatItsActorMayDo() {
    for (var grant : List.of(Grant.ALL, token("x", 1).grant(), new Grant(Scope.READ, List.of()))) {
      var task =
          new NewTask("x", "Test", "{}", ResourceClaims.none(), ACTOR, grant, Optional.empty());
      var id = catalog.write(t -> t.submitTask(task));
      assertThat(catalog.read(v -> v.findTask(id)).orElseThrow().grant()).isEqualTo(grant);
    }
  }

  @Test
  void aSubmissionThatIsRolledBackLeavesNoEntry() {
    assertThatThrownBy(() ->
            catalog.write(t -> {
              t.submitTask(
                  new NewTask(
                      "x",
                      "Test",
                      "{}",
                      ResourceClaims.none(),
                      ACTOR,
                      Grant.ALL,
                      Optional.empty()));
              throw new IllegalStateException("stop");
            }))
        .hasMessage("stop");
    assertThat(audit()).isEmpty();
  }

  @Test
  void whatIsNoTaskIsKeptToo() {
    var actor = new Actor.Anonymous("2001:db8::1");
    catalog.write(t -> {
      t.recordAudit(
          new AuditEvent(actor, "Authenticate", "Show a token", AuditOutcome.REFUSED, "wrong"));
      return true;
    });
    assertThat(audit())
        .containsExactly(
            new AuditEntry(
                1,
                NOW,
                actor,
                "Authenticate",
                "Show a token",
                OptionalLong.empty(),
                AuditOutcome.REFUSED,
                Optional.of(NOW),
                "wrong"));
  }

  @Test
  void theNewestEntriesAreListedInOrderAndOldOnesExpire() {
    for (var i = 1; i <= 5; i++) {
      submit(catalog, "task " + i);
    }
    assertThat(
            seen(catalog, v -> v.auditEntries(new AuditFilter(Instant.EPOCH, 2))).value().stream()
                .map(AuditEntry::title))
        .containsExactly("task 4", "task 5");
    var later = new AuditFilter(NOW.plusMillis(1), 9);
    assertThat(seen(catalog, v -> v.auditEntries(later)).value()).isEmpty();
    assertThat(changed(catalog, t -> t.expireAudit(NOW)).value()).isZero();
    assertThat(changed(catalog, t -> t.expireAudit(NOW.plusMillis(1))).value()).isEqualTo(5);
    assertThat(audit()).isEmpty();
  }

  @Test
  void entriesOfManyWritersAreCompleteAndInOrder() throws Exception {
    Threads.run(
        4,
        index -> {
          var own = open();
          for (var i = 0; i < 10; i++) {
            submit(own, index + " " + i);
          }
        });
    var entries = audit();
    assertThat(entries).hasSize(40);
    assertThat(entries.stream().map(AuditEntry::id)).isSorted().doesNotHaveDuplicates();
    assertThat(entries.stream().map(e -> e.taskId().orElse(0))).isSorted().doesNotHaveDuplicates();
  }
}
