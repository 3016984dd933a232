package org.entrepot.cli.command;

/// The version of the program; equal to that of the Maven project, which a test checks.
public final class ProgramVersion {
  /// Such as `0.1.0-SNAPSHOT`.
  public static final String TEXT = "0.1.0-SNAPSHOT";

  /// The version of the peer whose commands these are.
  static final String PEER = "1.6.3";

  private ProgramVersion() {}
}
