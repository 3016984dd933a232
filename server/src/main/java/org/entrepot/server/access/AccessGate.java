package org.entrepot.server.access;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.catalog.access.AuditOutcome;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.access.TokenId;
import org.entrepot.domain.access.TokenSecret;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.Caller;
import org.entrepot.service.Entrepot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides for each request who sent it and whether they may. Safe for any thread.
///
/// A token is looked up by its id, one look-up by key, and its digest compared in constant time,
/// with another digest when the id is unknown: a wrong token costs as much as a right one. Tokens
/// are never kept in memory, so a revoked one is refused from that instant on.
///
/// Wrong tokens are counted for each address: after 10 one more is looked at every 6 seconds, and
/// the rest is refused unseen. Whoever showed a right token from there before goes on undisturbed
/// (many clients share the address of a proxy), unless it was with that very token id that somebody
/// tries. Refusals are in the audit log, at most one entry a minute for each address, and 30 a
/// minute in all.
public final class AccessGate {
  private static final Logger LOG = LoggerFactory.getLogger(AccessGate.class);

  private static final int MOST_KEYS = 10_000;
  private static final int WRONG_BURST = 10;
  private static final Duration WRONG_INTERVAL = Duration.ofSeconds(6);
  private static final int LOGGED_BURST = 30;
  private static final Duration LOGGED_INTERVAL = Duration.ofSeconds(2);
  private static final Duration LOGGED_PER_ADDRESS = Duration.ofMinutes(1);

  /// What unknown ids are compared with; no secret has it.
  private static final Sha256 NOBODY = Sha256.of(new byte[Sha256.LENGTH]);

  private static final String HOW =
      "send one as Authorization: Bearer TOKEN, or as the password of basic authentication; whoever"
          + " runs this server makes one with: entrepot token create -scope=%s NAME";

  private final AccessMode mode;
  private final Function<TokenId, Optional<AccessToken>> tokens;
  private final Consumer<AuditEvent> audit;
  private final Clock clock;
  private final Allowance wrong;
  private final Allowance logged;
  private final Allowance loggedOfAddress;
  private final Set<String> known;

  /// Asks a store for its tokens, and writes to its audit log.
  public AccessGate(AccessMode mode, Entrepot entrepot, Clock clock) {
    this(
        mode,
        id -> entrepot.view(view -> view.findToken(id)),
        entrepot::audit,
        clock,
        System::nanoTime);
  }

  AccessGate(
      AccessMode mode,
      Function<TokenId, Optional<AccessToken>> tokens,
      Consumer<AuditEvent> audit,
      Clock clock,
      LongSupplier nanoTime) {
    this.mode = mode;
    this.tokens = tokens;
    this.audit = audit;
    this.clock = clock;
    this.wrong = new Allowance(WRONG_BURST, WRONG_INTERVAL, MOST_KEYS, nanoTime);
    this.logged = new Allowance(LOGGED_BURST, LOGGED_INTERVAL, 1, nanoTime);
    this.loggedOfAddress = new Allowance(1, LOGGED_PER_ADDRESS, MOST_KEYS, nanoTime);
    this.known = Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));
  }

  /// The keys used last.
  private static final class Recent extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > MOST_KEYS;
    }
  }

  /// Whether requests need a token.
  public AccessMode mode() {
    return mode;
  }

  /// Judges a request whose route touches these objects.
  ///
  /// @param authorization the value of its Authorization field
  /// @param address where it came from
  public AccessResult check(
      Optional<String> authorization, String address, Scope needed, Collection<String> names) {
    AccessResult result = identify(authorization, address, needed);
    return result instanceof AccessResult.Allowed(var caller)
        ? refusal(caller, needed, names).<AccessResult>map(refused -> refused).orElse(result)
        : result;
  }

  /// Judges a request whose route is known, but not yet which objects it touches: before its body
  /// is read. What it touches is for [#refusal].
  ///
  /// @param authorization the value of its Authorization field
  /// @param address where it came from
  public AccessResult identify(Optional<String> authorization, String address, Scope needed) {
    return switch (Credential.of(authorization)) {
      case Credential.None _ ->
          anonymous(address, "this needs a token: " + HOW.formatted(needed.word()));
      case Credential.Foreign _ ->
          anonymous(
              address, "what was sent is no token of this server: " + HOW.formatted(needed.word()));
      case Credential.Malformed _ -> throttled(address, "").orElseGet(() -> wrong(address, ""));
      case Credential.Shown(var secret) -> shown(secret, address, needed);
    };
  }

  /// Why a caller may not touch objects of these names by a route that needs a scope; what a change
  /// touches is judged again when it is submitted, see [org.entrepot.service.Permission].
  public Optional<AccessResult.Forbidden> refusal(
      Caller caller, Scope needed, Collection<String> names) {
    return caller
        .grant()
        .refusal(needed, names)
        .map(reason -> {
          note(caller.actor(), "Use " + caller.actor(), reason);
          return new AccessResult.Forbidden("%s: %s".formatted(caller.actor(), reason));
        });
  }

  private AccessResult anonymous(String address, String message) {
    return switch (mode) {
      case OPEN -> new AccessResult.Allowed(Caller.anonymous(address));
      case REQUIRED -> new AccessResult.Unauthenticated(message);
    };
  }

  private AccessResult shown(TokenSecret secret, String address, Scope needed) {
    String id = secret.id().value();
    Optional<AccessResult> throttled = throttled(address, id);
    if (throttled.isPresent()) {
      return throttled.get();
    }
    Optional<AccessToken> found = tokens.apply(secret.id());
    boolean matches =
        secret.matches(found.map(AccessToken::secretDigest).orElse(NOBODY)); // also when unknown
    if (!matches || found.isEmpty()) {
      return wrong(address, id);
    }
    AccessToken token = found.get();
    known.add(key(address, id));
    if (token.isExpired(clock.instant())) {
      return new AccessResult.Unauthenticated(
          "the token %s has expired: make another one".formatted(token.name()));
    }
    Caller caller = Caller.of(token, address);
    return token.grant().scope().includes(needed)
        ? new AccessResult.Allowed(caller)
        : refusal(caller, needed, List.of()).orElseThrow(); // the scope is never enough here
  }

  private static String key(String address, String id) {
    return AddressKey.of(address) + " " + id;
  }

  /// The refusal of what need not be looked at: too much was wrong from this address, or with this
  /// id from this address.
  private Optional<AccessResult> throttled(String address, String id) {
    Duration ofId = wrong.untilNext(key(address, id));
    Duration ofAddress =
        known.contains(key(address, id)) ? Duration.ZERO : wrong.untilNext(AddressKey.of(address));
    Duration longer = ofId.compareTo(ofAddress) > 0 ? ofId : ofAddress;
    if (longer.isZero()) {
      return Optional.empty();
    }
    return Optional.of(
        new AccessResult.Throttled(
            Duration.ofSeconds(longer.toSeconds() + 1),
            "too many wrong tokens came from your address: try again later"));
  }

  private AccessResult wrong(String address, String id) {
    wrong.take(AddressKey.of(address));
    wrong.take(key(address, id));
    note(
        new Actor.Anonymous(address),
        "Show a token",
        id.isEmpty() ? "it was malformed" : "no such token, or not its secret: " + id);
    return new AccessResult.Unauthenticated(
        "the token is not valid: was it revoked, or cut when it was copied?");
  }

  private void note(Actor actor, String title, String reason) {
    if (!loggedOfAddress.take(actor.kind() + AddressKey.of(actor.origin())) || !logged.take("")) {
      return;
    }
    try {
      audit.accept(new AuditEvent(actor, "Authenticate", title, AuditOutcome.REFUSED, reason));
    } catch (RuntimeException e) {
      LOG.warn("a refusal could not be written to the audit log: {}", e.getMessage());
    }
  }
}
