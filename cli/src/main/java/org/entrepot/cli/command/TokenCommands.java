package org.entrepot.cli.command;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.access.TokenSecret;
import org.entrepot.domain.name.TokenName;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.TokenOperation.CreateToken;
import org.entrepot.service.operation.TokenOperation.RevokeToken;

/// `token …`: who may use the REST API from afar.
final class TokenCommands {
  private static final Flag SCOPE =
      Flag.text(
          "scope",
          "",
          "what it allows: read, upload, write or admin; each includes the ones before it");
  private static final Flag NAME_PATTERN =
      Flag.list("name-pattern", "only for objects of such names, as team-*; may be repeated");
  private static final Flag EXPIRES =
      Flag.text(
          "expires", "", "how long it is valid: a number of days, or 12h, 2w, 1y; empty: for ever");
  private static final Flag COMMENT = Flag.text("comment", "", "what it is for");
  private static final Flag RAW = Flag.onOff("raw", "print nothing but the token");

  private TokenCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("token", "create")
            .purpose("make a token for the REST API")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(SCOPE, NAME_PATTERN, EXPIRES, COMMENT, RAW, GlobalFlags.JSON)
            .describes(
                """
                The token is printed once: only its SHA-256 is stored, so nobody can show it again. Clients send it
                as `Authorization: Bearer TOKEN`, or as the password of basic authentication with any user name.

                A scope includes the ones before it:

                  read    look at everything
                  upload  also send files to upload directories
                  write   also change repositories, snapshots and publications
                  admin   also change keys and tasks, and clean up

                With -name-pattern a token is only for objects whose whole name matches: * stands for any
                characters but /, ? for one, [a-z] for one of a class. Publications are named as `publish list`
                shows them, so a token that publishes needs a pattern such as debian/* or ./stable too. Such a
                token may still list what there is, but not change what concerns everybody.
                """)
            .examples(
                "token create -scope=read monitoring",
                "token create -scope=write -name-pattern='team-*' -name-pattern='debian/*'"
                    + " -expires=90 ci",
                "token create -scope=admin -expires=8h -raw -comment=migration anna")
            .failsWith("unable to create the token", TokenCommands::create),
        Command.of("token", "list")
            .purpose("list tokens")
            .flags(GlobalFlags.JSON)
            .describes(
                "Names, ids, scopes and ends; the tokens themselves are not known any more. The id"
                    + " is how a token begins, after ent_.")
            .examples("token list")
            .failsWith("unable to list", TokenCommands::list),
        Command.of("token", "revoke")
            .purpose("make a token invalid")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(GlobalFlags.JSON)
            .describes(
                "At once: nothing that is submitted with it later is accepted, by no server on the"
                    + " store. Tasks that it has submitted go on; see `task list` and `task"
                    + " cancel`.")
            .examples("token revoke ci")
            .failsWith("unable to revoke the token", TokenCommands::revoke));
  }

  private static int create(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    var name = new TokenName(invocation.positional(0));
    Scope scope =
        Scope.ofWord(flags.text(SCOPE))
            .orElseThrow(() ->
                RepositoryException.invalidRequest(
                    flags.text(SCOPE).isEmpty()
                        ? "say what it may do: -scope=read, upload, write or admin"
                        : "-scope=%s is none of read, upload, write, admin"
                            .formatted(flags.text(SCOPE))));
    List<NamePattern> patterns = flags.all(NAME_PATTERN).stream().map(NamePattern::new).toList();
    Optional<Duration> valid =
        Optional.of(flags.text(EXPIRES)).filter(text -> !text.isEmpty()).map(TokenCommands::period);
    TokenSecret secret = TokenSecret.generate(new SecureRandom());
    session.runQuietly(
        new CreateToken(
            name,
            secret.id(),
            secret.digest().hex(),
            scope,
            patterns,
            flags.text(COMMENT),
            valid.map(Duration::toSeconds)),
        Secrets.NONE);
    Output output = session.output();
    if (flags.isOn(GlobalFlags.JSON)) {
      AccessToken token = session.store().view(view -> view.findToken(secret.id())).orElseThrow();
      JsonWriter json = JsonWriter.pretty().beginObject();
      members(json, token).member("Token", secret.reveal()).endObject();
      output.text(json.finish());
    } else if (flags.isOn(RAW)) {
      output.line(secret.reveal());
    } else {
      output.line("Token %s has been created. It is shown only now:".formatted(name));
      output.line("");
      output.line("  " + secret.reveal());
      output.line("");
      output.line("Use it as: curl -H \"Authorization: Bearer $TOKEN\" http://HOST:PORT/api/repos");
    }
    return CommandHandler.OK;
  }

  private static Duration period(String text) {
    return PeriodText.duration(text)
        .orElseThrow(() ->
            RepositoryException.invalidRequest(
                "-expires=%s is no length of time; write a number of days, or 12h, 2w, 1y"
                    .formatted(text)));
  }

  private static JsonWriter members(JsonWriter json, AccessToken token) {
    json.member("Name", token.name().value())
        .member("ID", token.id().value())
        .member("Scope", token.grant().scope().word())
        .member("NamePatterns", token.grant().names().stream().map(NamePattern::text).toList())
        .member("Comment", token.comment())
        .member("CreatedAt", token.createdAt());
    token.expiresAt().ifPresent(at -> json.member("ExpiresAt", at));
    return json;
  }

  private static int list(Invocation invocation, Session session) {
    List<AccessToken> tokens = session.store().view(View::tokens);
    Output output = session.output();
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      JsonWriter json = JsonWriter.pretty().beginArray();
      tokens.forEach(token -> members(json.beginObject(), token).endObject());
      output.text(json.endArray().finish());
    } else if (tokens.isEmpty()) {
      output.line("No tokens found, make one with `entrepot token create -scope=write NAME`.");
    } else {
      Instant now = session.now();
      tokens.forEach(token -> output.line(line(token, now)));
    }
    return CommandHandler.OK;
  }

  private static String line(AccessToken token, Instant now) {
    var line =
        new StringBuilder(
            "%s  %s  %s".formatted(token.id(), token.grant().scope().word(), token.name()));
    if (token.grant().isNarrowed()) {
      line.append("  for ")
          .append(
              String.join(", ", token.grant().names().stream().map(NamePattern::text).toList()));
    }
    token
        .expiresAt()
        .ifPresent(at ->
            line.append(token.isExpired(now) ? "  expired " : "  until ").append(Shapes.time(at)));
    if (!token.comment().isEmpty()) {
      line.append("  (").append(token.comment()).append(')');
    }
    return line.toString();
  }

  private static int revoke(Invocation invocation, Session session) {
    var name = new TokenName(invocation.positional(0));
    session.runQuietly(new RevokeToken(name), Secrets.NONE);
    return RepositoryCommands.done(
        invocation, session, "Token %s has been revoked.".formatted(name));
  }
}
