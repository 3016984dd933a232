package org.entrepot.service;

import java.util.Optional;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.access.TokenId;
import org.entrepot.domain.name.ScheduleName;

/// Who asks for a change and what they may do. Immutable.
///
/// @param token the token that was shown: it must still be there when the change is submitted
public record Caller(Actor actor, Grant grant, Optional<TokenId> token) {

  /// Who runs this process: it can do all that the operating system lets it do to the store.
  public static Caller ofProcess() {
    var user = System.getProperty("user.name", "");
    return new Caller(new Actor.LocalUser(user), Grant.ALL, Optional.empty());
  }

  /// A schedule, which does what somebody with all rights has told it to.
  public static Caller of(ScheduleName schedule) {
    return new Caller(new Actor.Scheduled(schedule.value()), Grant.ALL, Optional.empty());
  }

  /// Whoever showed a token.
  ///
  /// @param address where the request came from
  public static Caller of(AccessToken token, String address) {
    return new Caller(
        new Actor.TokenHolder(token.name().value(), address),
        token.grant(),
        Optional.of(token.id()));
  }

  /// Somebody who needs no token.
  ///
  /// @param address where the request came from
  public static Caller anonymous(String address) {
    return new Caller(new Actor.Anonymous(address), Grant.ALL, Optional.empty());
  }
}
