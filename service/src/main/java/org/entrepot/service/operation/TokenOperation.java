package org.entrepot.service.operation;

import java.util.List;
import java.util.Optional;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.access.TokenId;
import org.entrepot.domain.name.TokenName;

/// Changes of access tokens. The secret of a token is never part of one.
public sealed interface TokenOperation extends Operation {

  /// A new token, whose secret only its maker knows.
  ///
  /// @param secretDigest SHA-256 of the secret, 64 hexadecimal digits
  /// @param names patterns of the objects that it is for; empty for all
  /// @param validForSeconds absent: it does not expire
  record CreateToken(
      TokenName name,
      TokenId id,
      String secretDigest,
      Scope scope,
      List<NamePattern> names,
      String comment,
      Optional<Long> validForSeconds)
      implements TokenOperation {
    public CreateToken {
      names = List.copyOf(names);
    }

    @Override
    public String title() {
      return "Create token %s (%s, %s)".formatted(name, id, scope.word());
    }
  }

  /// A token that is not valid any more, from the instant at which this is done.
  record RevokeToken(TokenName name) implements TokenOperation {
    @Override
    public String title() {
      return "Revoke token " + name;
    }
  }
}
