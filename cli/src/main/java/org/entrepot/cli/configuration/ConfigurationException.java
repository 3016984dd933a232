package org.entrepot.cli.configuration;

/// A configuration that cannot be used. The message names the file, the line where there is one,
/// the key, and what to do; it may have several lines, one for each problem.
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
