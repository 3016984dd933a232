package org.entrepot.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.access.TokenId;
import org.entrepot.domain.access.TokenSecret;
import org.entrepot.domain.name.TokenName;
import org.entrepot.server.access.AccessResult.Allowed;
import org.entrepot.server.access.AccessResult.Forbidden;
import org.entrepot.server.access.AccessResult.Throttled;
import org.entrepot.server.access.AccessResult.Unauthenticated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessGateTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String HERE = "192.0.2.1";

  private final Map<TokenId, AccessToken> stored = new ConcurrentHashMap<>();
  private final AtomicInteger lookups = new AtomicInteger();
  private final List<AuditEvent> audit = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong(1);
  private final Random random = new Random(Long.getLong("entrepot.seed", 42L));

  private AccessGate gate(AccessMode mode) {
    return new AccessGate(
        mode,
        id -> {
          lookups.incrementAndGet();
          return Optional.ofNullable(stored.get(id));
        },
        audit::add,
        CLOCK,
        nanos::get);
  }

  private TokenSecret make(String name, Grant grant, Optional<Instant> expiresAt) {
    TokenSecret secret = TokenSecret.generate(random);
    stored.put(
        secret.id(),
        new AccessToken(
            secret.id(), new TokenName(name), secret.digest(), grant, "", NOW, expiresAt));
    return secret;
  }

  private TokenSecret make(String name, Scope scope, String... patterns) {
    List<NamePattern> names = List.of(patterns).stream().map(NamePattern::new).toList();
    return make(name, new Grant(scope, names), Optional.empty());
  }

  private static String bearer(TokenSecret secret) {
    return "Bearer " + secret.reveal();
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /// The secret of one token behind the id of another.
  private static String crossed(TokenSecret id, TokenSecret secret) {
    String text = secret.reveal();
    return "Bearer ent_" + id.id() + text.substring(text.lastIndexOf('_'));
  }

  private static AccessResult ask(AccessGate gate, String authorization) {
    return gate.check(Optional.of(authorization), HERE, Scope.READ, List.of());
  }

  private static AccessResult askFrom(AccessGate gate, String authorization, String address) {
    return gate.check(Optional.of(authorization), address, Scope.READ, List.of());
  }

  @Test
  void aTokenIsTakenAsBearerAndAsPasswordOfAnyUser() {
    var secret = make("ci", Scope.WRITE);
    var gate = gate(AccessMode.REQUIRED);
    for (String field :
        List.of(
            bearer(secret),
            "bearer " + secret.reveal(),
            "BEARER   " + secret.reveal() + " ",
            basic("", secret.reveal()),
            basic("anyone", secret.reveal()),
            "basic " + basic("x", secret.reveal()).substring(6))) {
      assertThat(ask(gate, field))
          .as(field)
          .isInstanceOfSatisfying(
              Allowed.class,
              allowed -> {
                assertThat(allowed.caller().actor()).isEqualTo(new Actor.TokenHolder("ci", HERE));
                assertThat(allowed.caller().token()).contains(secret.id());
                assertThat(allowed.caller().grant().scope()).isEqualTo(Scope.WRITE);
              });
    }
    assertThat(audit).isEmpty();
  }

  @Test
  void nothingElseOpensTheGateAndNothingHostileBreaksIt() {
    var secret = make("ci", Scope.ADMIN);
    String token = secret.reveal();
    for (String field :
        List.of(
            "",
            " ",
            "Bearer",
            "Bearer ",
            token,
            "Token " + token,
            "Bearer " + token + "x",
            "Bearer " + token + " " + token,
            "Bearer x" + token,
            "Bearer ent_",
            "Bearer " + "ent_".repeat(10_000),
            "Basic",
            "Basic ====",
            "Basic \u0000\uffff",
            "Basic " + token,
            basic(token, ""),
            basic("a:b", token),
            "Bearer " + token.replaceFirst("_[0-9a-f]{12}_", "_"),
            "Bearer " + secret,
            "Digest username=\"" + token + "\"")) {
      assertThat(gate(AccessMode.REQUIRED).check(Optional.of(field), HERE, Scope.READ, List.of()))
          .as(field)
          .isInstanceOf(Unauthenticated.class);
    }
  }

  @Test
  void withoutATokenTheAnswerSaysHowToGetOne() {
    assertThat(gate(AccessMode.REQUIRED).check(Optional.empty(), HERE, Scope.WRITE, List.of("x")))
        .isInstanceOfSatisfying(
            Unauthenticated.class,
            refused ->
                assertThat(refused.message())
                    .contains("entrepot token create -scope=write NAME", "Bearer"));
    assertThat(audit).isEmpty();
    assertThat(AccessResult.CHALLENGES).hasSize(2);
  }

  @Test
  void theSecretOfOneTokenDoesNotFitTheIdOfAnother() {
    var reader = make("reader", Scope.READ);
    var boss = make("boss", Scope.ADMIN);
    assertThat(ask(gate(AccessMode.REQUIRED), crossed(boss, reader)))
        .isInstanceOf(Unauthenticated.class);
  }

  @ParameterizedTest
  @CsvSource({
    "READ, READ, true", "READ, UPLOAD, false", "READ, WRITE, false", "READ, ADMIN, false",
    "UPLOAD, READ, true", "UPLOAD, UPLOAD, true", "UPLOAD, WRITE, false", "UPLOAD, ADMIN, false",
    "WRITE, READ, true", "WRITE, UPLOAD, true", "WRITE, WRITE, true", "WRITE, ADMIN, false",
    "ADMIN, READ, true", "ADMIN, UPLOAD, true", "ADMIN, WRITE, true", "ADMIN, ADMIN, true"
  })
  void aScopeAllowsItselfAndThoseBelow(Scope held, Scope needed, boolean allowed) {
    var secret = make("t", held);
    AccessResult result =
        gate(AccessMode.REQUIRED).check(Optional.of(bearer(secret)), HERE, needed, List.of("name"));
    assertThat(result).isInstanceOf(allowed ? Allowed.class : Forbidden.class);
    assertThat(audit).hasSize(allowed ? 0 : 1);
  }

  @Test
  void aNarrowedTokenIsForItsNamesOnlyAndTheRefusalSaysSo() {
    var secret = make("ci", Scope.ADMIN, "team-*");
    var gate = gate(AccessMode.REQUIRED);
    Optional<String> field = Optional.of(bearer(secret));
    assertThat(gate.check(field, HERE, Scope.WRITE, List.of("team-a", "team-b")))
        .isInstanceOf(Allowed.class);
    assertThat(gate.check(field, HERE, Scope.READ, List.of("team-a", "other")))
        .isEqualTo(
            new Forbidden(
                "token ci: the token is for objects named team-*, which \"other\" is not"));
    assertThat(gate.check(field, HERE, Scope.ADMIN, List.of())).isInstanceOf(Forbidden.class);
    assertThat(gate.check(field, HERE, Scope.READ, List.of())).isInstanceOf(Allowed.class);
  }

  @Test
  void aTokenEndsAtItsEndAndAtOnceWhenItIsRevoked() {
    var ending = make("a", Grant.ALL, Optional.of(NOW));
    var valid = make("b", Grant.ALL, Optional.of(NOW.plusSeconds(1)));
    var gate = gate(AccessMode.REQUIRED);
    assertThat(ask(gate, bearer(ending)))
        .isEqualTo(new Unauthenticated("the token a has expired: make another one"));
    assertThat(ask(gate, bearer(valid))).isInstanceOf(Allowed.class);
    stored.remove(valid.id());
    assertThat(ask(gate, bearer(valid))).isInstanceOf(Unauthenticated.class);
  }

  @Test
  void anOpenGateLetsEverybodyThroughButHoldsTokensToWhatTheySay() {
    var reader = make("reader", Scope.READ);
    var gate = gate(AccessMode.OPEN);
    assertThat(gate.check(Optional.empty(), HERE, Scope.ADMIN, List.of()))
        .isInstanceOfSatisfying(
            Allowed.class,
            allowed -> assertThat(allowed.caller().actor()).isEqualTo(new Actor.Anonymous(HERE)));
    for (String foreign : List.of("Basic " + "eDp5", "Bearer abc", "Negotiate x", "")) {
      assertThat(ask(gate, foreign)).as(foreign).isInstanceOf(Allowed.class);
    }
    assertThat(gate.check(Optional.of(bearer(reader)), HERE, Scope.WRITE, List.of("x")))
        .isInstanceOf(Forbidden.class);
    assertThat(ask(gate, bearer(TokenSecret.generate(random)))).isInstanceOf(Unauthenticated.class);
  }

  @Test
  void aWrongTokenCostsOneLookUpAndAfterTenNoneAtAll() {
    var gate = gate(AccessMode.REQUIRED);
    for (int i = 0; i < 10; i++) {
      assertThat(ask(gate, bearer(TokenSecret.generate(random))))
          .isInstanceOf(Unauthenticated.class);
      assertThat(lookups).hasValue(i + 1);
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(ask(gate, bearer(TokenSecret.generate(random)))).isInstanceOf(Throttled.class);
    }
    assertThat(lookups).hasValue(10);
    assertThat(audit).hasSize(1);
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(ask(gate, bearer(TokenSecret.generate(random)))).isInstanceOf(Unauthenticated.class);
    assertThat(ask(gate, bearer(TokenSecret.generate(random))))
        .isInstanceOfSatisfying(
            Throttled.class,
            throttled ->
                assertThat(throttled.retryAfter())
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7)));
    assertThat(lookups).hasValue(11);
  }

  @Test
  void malformedTokensCountTooAndAreNotLookedUp() {
    var gate = gate(AccessMode.REQUIRED);
    for (int i = 0; i < 10; i++) {
      assertThat(ask(gate, "Bearer ent_x")).isInstanceOf(Unauthenticated.class);
    }
    assertThat(ask(gate, "Bearer ent_x")).isInstanceOf(Throttled.class);
    assertThat(ask(gate, bearer(make("ci", Scope.READ)))).isInstanceOf(Throttled.class);
    assertThat(lookups).hasValue(0);
  }

  @Test
  void whoWasKnownBeforeIsNotLockedOutByOthersBehindTheSameProxy() {
    var good = make("ci", Scope.WRITE);
    var gate = gate(AccessMode.REQUIRED);
    assertThat(ask(gate, bearer(good))).isInstanceOf(Allowed.class);
    for (int i = 0; i < 50; i++) {
      ask(gate, bearer(TokenSecret.generate(random)));
    }
    assertThat(ask(gate, bearer(good))).isInstanceOf(Allowed.class);
    assertThat(ask(gate, bearer(make("late", Scope.WRITE)))).isInstanceOf(Throttled.class);
  }

  @Test
  void guessingTheSecretOfAKnownIdIsBoundedEvenWhereItsHolderIsKnown() {
    var good = make("ci", Scope.WRITE);
    var gate = gate(AccessMode.REQUIRED);
    ask(gate, bearer(good));
    lookups.set(0);
    for (int i = 0; i < 50; i++) {
      assertThat(ask(gate, crossed(good, TokenSecret.generate(random))))
          .isInstanceOf(i < 10 ? Unauthenticated.class : Throttled.class);
    }
    assertThat(lookups).hasValue(10);
  }

  @Test
  void otherAddressesAreNotTouched() {
    var good = make("ci", Scope.READ);
    var gate = gate(AccessMode.REQUIRED);
    for (int i = 0; i < 50; i++) {
      askFrom(gate, bearer(TokenSecret.generate(random)), "2001:db8:0:1::" + i);
    }
    assertThat(askFrom(gate, bearer(good), "2001:db8:0:1:ffff::")).isInstanceOf(Throttled.class);
    assertThat(askFrom(gate, bearer(good), "2001:db8:0:2::1")).isInstanceOf(Allowed.class);
    assertThat(askFrom(gate, bearer(good), HERE)).isInstanceOf(Allowed.class);
    assertThat(askFrom(gate, bearer(good), "unix socket")).isInstanceOf(Allowed.class);
  }

  @Test
  void theAuditLogIsNotFloodedFromManyAddressesAndNeverHoldsASecret() {
    var gate = gate(AccessMode.REQUIRED);
    var shown = new ArrayList<String>();
    for (int i = 0; i < 2000; i++) {
      TokenSecret secret = TokenSecret.generate(random);
      shown.add(secret.reveal().substring(secret.reveal().lastIndexOf('_') + 1));
      askFrom(gate, bearer(secret), "10.1.%d.%d".formatted(i / 250, i % 250));
    }
    assertThat(audit).hasSize(30);
    assertThat(audit.toString()).doesNotContain(shown);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    for (int i = 0; i < 2000; i++) {
      askFrom(gate, "Bearer ent_x", "10.1.%d.%d".formatted(i / 250, i % 250));
    }
    assertThat(audit).hasSize(60);
  }

  @Test
  void aFailingAuditLogDoesNotOpenTheGate() {
    var gate =
        new AccessGate(
            AccessMode.REQUIRED,
            _ -> Optional.empty(),
            _ -> {
              throw new IllegalStateException("disk full");
            },
            CLOCK,
            nanos::get);
    assertThat(ask(gate, bearer(TokenSecret.generate(random)))).isInstanceOf(Unauthenticated.class);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, THIS_MACHINE, OPEN",
    "AUTO, NETWORK, REQUIRED",
    "REQUIRED, THIS_MACHINE, REQUIRED",
    "OFF, NETWORK, OPEN"
  })
  void theModeFollowsFromTheConfigurationAndTheAddress(
      AccessMode.Setting setting, Reach reach, AccessMode mode) {
    assertThat(AccessMode.of(setting, reach)).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
  void loopbackIsReachedFromThisMachineOnly(String address) {
    assertThat(Reach.of(InetAddress.ofLiteral(address))).isEqualTo(Reach.THIS_MACHINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "fe80::1", "10.0.0.1"})
  void everythingElseIsReachedByOthers(String address) {
    assertThat(Reach.of(InetAddress.ofLiteral(address))).isEqualTo(Reach.NETWORK);
    assertThat(Reach.THIS_MACHINE.or(Reach.NETWORK)).isEqualTo(Reach.NETWORK);
  }

  @Test
  void whoStartsAServerIsToldWhatToDo() {
    make("old", Grant.ALL, Optional.of(NOW));
    List<AccessToken> expired = List.copyOf(stored.values());
    assertThat(AccessMode.REQUIRED.notice(Reach.NETWORK, expired, NOW).orElseThrow())
        .contains("entrepot token create -scope=admin NAME");
    make("new", Grant.ALL, Optional.empty());
    List<AccessToken> usable = List.copyOf(stored.values());
    assertThat(AccessMode.REQUIRED.notice(Reach.NETWORK, usable, NOW)).isEmpty();
    assertThat(AccessMode.OPEN.notice(Reach.THIS_MACHINE, List.of(), NOW)).isEmpty();
    assertThat(AccessMode.OPEN.notice(Reach.NETWORK, usable, NOW).orElseThrow())
        .startsWith("WARNING");
  }
}
