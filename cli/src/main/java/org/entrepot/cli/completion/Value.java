package org.entrepot.cli.completion;

/// What may stand for a value or an argument, as far as a shell can propose it.
enum Value {
  /// Nobody can know.
  ANY(""),
  FILES("files"),
  REPOSITORIES("repos"),
  MIRRORS("mirrors"),
  SNAPSHOTS("snapshots"),
  DISTRIBUTIONS("distributions"),
  PREFIXES("prefixes");

  private final String word;

  Value(String word) {
    this.word = word;
  }

  /// How scripts call it.
  String word() {
    return word;
  }
}
