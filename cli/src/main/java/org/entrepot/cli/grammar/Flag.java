package org.entrepot.cli.grammar;

import java.util.Objects;

/// A flag: its name without dashes, what it takes, its default and its meaning. Flags of the same
/// name take the same kind of value everywhere, because a flag may stand before the command that
/// decides which one is meant.
///
/// @param defaultText what the value is when the flag is absent, as it would be typed
public record Flag(String name, Kind kind, String defaultText, String meaning) {
  /// What a flag takes.
  public enum Kind {
    /// Any text; the last occurrence counts.
    TEXT,
    /// A whole number of 64 bits; the last occurrence counts.
    NUMBER,
    /// Nothing, or after `=` a truth value; never the next word.
    SWITCH,
    /// Any text; every occurrence counts.
    LIST
  }

  public Flag {
    Objects.requireNonNull(kind);
    if (name.isEmpty() || name.startsWith("-") || name.contains("=")) {
      throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a flag");
    }
  }

  public static Flag text(String name, String defaultText, String meaning) {
    return new Flag(name, Kind.TEXT, defaultText, meaning);
  }

  public static Flag number(String name, long defaultNumber, String meaning) {
    return new Flag(name, Kind.NUMBER, Long.toString(defaultNumber), meaning);
  }

  public static Flag onOff(String name, String meaning) {
    return new Flag(name, Kind.SWITCH, "false", meaning);
  }

  public static Flag list(String name, String meaning) {
    return new Flag(name, Kind.LIST, "", meaning);
  }

  /// The flag with its default, as help shows it.
  public String withDefault() {
    return switch (kind) {
      case TEXT -> "-" + name + "=\"" + defaultText + "\"";
      case NUMBER -> "-" + name + "=" + defaultText;
      case LIST -> "-" + name + "=[]";
      case SWITCH -> defaultText.equals("false") ? "-" + name : "-" + name + "=" + defaultText;
    };
  }
}
