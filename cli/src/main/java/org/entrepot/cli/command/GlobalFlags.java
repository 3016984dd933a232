package org.entrepot.cli.command;

import java.util.List;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.service.RepositoryException;

/// Flags that every command takes (spec cli 2).
public final class GlobalFlags {
  static final Flag CONFIG =
      Flag.text("config", "", "configuration file; empty: the first of the usual places");
  static final Flag ARCHITECTURES =
      Flag.text(
          "architectures",
          "",
          "comma-separated architectures to consider, instead of the configured ones");
  static final Flag DB_OPEN_ATTEMPTS =
      Flag.number(
          "db-open-attempts",
          10,
          "accepted for compatibility: nobody has to wait for the database here");
  static final Flag FOLLOW_SUGGESTS =
      Flag.onOff("dep-follow-suggests", "follow Suggests too when dependencies are resolved");
  static final Flag FOLLOW_RECOMMENDS =
      Flag.onOff("dep-follow-recommends", "follow Recommends too when dependencies are resolved");
  static final Flag FOLLOW_SOURCE =
      Flag.onOff("dep-follow-source", "take the source package of each binary package too");
  static final Flag FOLLOW_ALL_VARIANTS =
      Flag.onOff("dep-follow-all-variants", "for a | b, take every alternative");
  static final Flag VERBOSE_RESOLVE =
      Flag.onOff("dep-verbose-resolve", "tell each step of resolving dependencies");
  static final Flag GPG_PROVIDER =
      Flag.text("gpg-provider", "", "who signs: internal, gpg, gpg1 or gpg2; empty: as configured");

  static final Flag SERVER =
      Flag.text(
          "server",
          "",
          "URL of the server that does the command instead of this machine; its token is in"
              + " ENTREPOT_TOKEN");

  /// `-json`, on every command that prints.
  static final Flag JSON = Flag.onOff("json", "print JSON, for programs");

  /// `-limit`, on commands whose lists grow for ever.
  static final Flag LIMIT = Flag.number("limit", 100, "how many at most, the newest");

  static final List<Flag> ALL =
      List.of(
          CONFIG,
          ARCHITECTURES,
          DB_OPEN_ATTEMPTS,
          FOLLOW_SUGGESTS,
          FOLLOW_RECOMMENDS,
          FOLLOW_SOURCE,
          FOLLOW_ALL_VARIANTS,
          VERBOSE_RESOLVE,
          GPG_PROVIDER,
          SERVER);

  private GlobalFlags() {}

  /// The value of `-limit`, at least 1.
  static int limit(FlagValues flags) {
    long limit = flags.number(LIMIT);
    if (limit < 1) {
      throw RepositoryException.invalidRequest(
          "-limit=%d shows nothing; write 1 or more".formatted(limit));
    }
    return Math.clamp(limit, 1, Integer.MAX_VALUE);
  }
}
