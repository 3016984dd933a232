package org.entrepot.domain.access;

/// Who is behind a change: kept with each task and in the audit log. Immutable.
///
/// Three texts tell it: a kind, a name and the place that it came from.
public sealed interface Actor {
  /// A user of the operating system who runs commands on the store itself.
  record LocalUser(String name) implements Actor {
    @Override
    public String toString() {
      return name;
    }
  }

  /// Who showed a token of this name over HTTP.
  record TokenHolder(String name, String address) implements Actor {
    @Override
    public String toString() {
      return "token " + name;
    }
  }

  /// Whoever asked over HTTP where no token is needed, or showed none that is valid.
  record Anonymous(String address) implements Actor {
    @Override
    public String toString() {
      return "anonymous";
    }
  }

  /// A schedule.
  record Scheduled(String name) implements Actor {
    @Override
    public String toString() {
      return "schedule " + name;
    }
  }

  /// Nobody that is known: Entrepot itself, or a task from before actors were kept.
  record Unattended() implements Actor {
    @Override
    public String toString() {
      return "entrepot";
    }
  }

  /// The kind as one word.
  default String kind() {
    return switch (this) {
      case LocalUser _ -> "user";
      case TokenHolder _ -> "token";
      case Anonymous _ -> "anonymous";
      case Scheduled _ -> "schedule";
      case Unattended _ -> "";
    };
  }

  /// The name; empty when there is none.
  default String nameText() {
    return switch (this) {
      case LocalUser(var name) -> name;
      case TokenHolder(var name, _) -> name;
      case Scheduled(var name) -> name;
      case Anonymous _, Unattended _ -> "";
    };
  }

  /// Where it came from: an address, `cli` for a command, or empty.
  default String origin() {
    return switch (this) {
      case LocalUser _ -> "cli";
      case TokenHolder(_, var address) -> address;
      case Anonymous(var address) -> address;
      case Scheduled _, Unattended _ -> "";
    };
  }

  /// The actor of [#kind()], [#nameText()] and [#origin()].
  ///
  /// @throws IllegalArgumentException for another kind
  static Actor of(String kind, String name, String origin) {
    return switch (kind) {
      case "user" -> new LocalUser(name);
      case "token" -> new TokenHolder(name, origin);
      case "anonymous" -> new Anonymous(origin);
      case "schedule" -> new Scheduled(name);
      case "" -> new Unattended();
      default -> throw new IllegalArgumentException("\"" + kind + "\" is not a kind of actor");
    };
  }
}
