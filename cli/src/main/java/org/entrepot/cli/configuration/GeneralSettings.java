package org.entrepot.cli.configuration;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What concerns every command.
///
/// @param rootDirectory directory of all state, `~` expanded
/// @param databaseOpenAttempts overrides `-db-open-attempts` when present
/// @param architectures default of `-architectures`; empty means that they are taken from the
///   packages
public record GeneralSettings(
    Path rootDirectory,
    String logLevel,
    LogFormat logFormat,
    Optional<Integer> databaseOpenAttempts,
    List<String> architectures) {
  public GeneralSettings {
    architectures = List.copyOf(architectures);
  }

  /// How messages are written.
  public enum LogFormat {
    /// For people.
    TEXT,
    /// One JSON object per line.
    JSON
  }
}
