package org.entrepot.cli.configuration;

import java.util.Map;
import java.util.Optional;

/// The environment variables of the process, as a value, so that tests choose them. Immutable.
public record Environment(Map<String, String> variables) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /// The variables of this process.
  public static Environment ofProcess() {
    return new Environment(System.getenv());
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /// The home directory; empty when `HOME` is unset, and paths below it are then relative to the
  /// current directory.
  public String home() {
    return variables.getOrDefault("HOME", "");
  }

  /// The path of something below the home directory.
  public String belowHome(String relative) {
    return home().isEmpty() ? relative : home() + "/" + relative;
  }
}
