package org.entrepot.catalog.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.access.TokenId;
import org.entrepot.domain.name.TokenName;
import org.entrepot.format.checksum.Sha256;

/// Access tokens, without their secrets.
public final class TokenTable {
  private static final String COLUMNS =
      "select id, name, secret_digest, scope, name_patterns, comment, created_at, expires_at"
          + " from access_token ";

  private final Session session;

  /// Works in a transaction.
  public TokenTable(Session session) {
    this.session = session;
  }

  private static AccessToken token(Row row) {
    return new AccessToken(
        new TokenId(row.text()),
        new TokenName(row.text()),
        Sha256.of(row.bytes()),
        new Grant(
            Scope.valueOf(row.text()),
            TextCodec.read(row.text()).stream().map(NamePattern::new).toList()),
        row.text(),
        row.instant(),
        row.maybeInstant());
  }

  /// Returns the token of an id.
  public Optional<AccessToken> find(TokenId id) {
    return session
        .call("find a token", COLUMNS + "where id = ?")
        .text(id.value())
        .first(TokenTable::token);
  }

  /// Returns the token of a name.
  public Optional<AccessToken> find(TokenName name) {
    return session
        .call("find a token", COLUMNS + "where name = ?")
        .text(name.value())
        .first(TokenTable::token);
  }

  /// Returns all tokens, by name.
  public List<AccessToken> list() {
    return session.call("list tokens", COLUMNS + "order by name").list(TokenTable::token);
  }

  /// Makes a token.
  public void insert(AccessToken token) {
    var words = "token " + token.name();
    if (find(token.name()).isPresent()) {
      throw ConflictException.taken(words);
    }
    session
        .call(
            "insert " + words,
            "insert into access_token (id, name, secret_digest, scope, name_patterns, comment,"
                + " created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)")
        .text(token.id().value())
        .text(token.name().value())
        .bytes(token.secretDigest().bytes())
        .text(token.grant().scope().name())
        .text(TextCodec.write(token.grant().names().stream().map(NamePattern::text).toList()))
        .text(token.comment())
        .instant(token.createdAt())
        .instant(token.expiresAt().orElse(Instant.EPOCH))
        .run();
  }

  /// Revokes a token.
  public void delete(TokenId id) {
    var changed =
        session
            .call("delete a token", "delete from access_token where id = ?")
            .text(id.value())
            .run();
    if (changed != 1) {
      throw new StaleException("token " + id);
    }
  }
}
