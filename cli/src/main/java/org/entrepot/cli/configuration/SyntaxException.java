package org.entrepot.cli.configuration;

/// Bytes that are not of the syntax that was tried. The message begins with line and column.
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  SyntaxException(Node.Position at, String problem) {
    super("line " + at.line() + ", column " + at.column() + ": " + problem);
  }

  SyntaxException(String problem) {
    super(problem);
  }
}
