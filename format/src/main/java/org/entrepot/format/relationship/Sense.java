package org.entrepot.format.relationship;

/// Which way a restriction goes.
public enum Sense {
  /// Only with what is named.
  ONLY(""),
  /// Not with what is named.
  NOT("!");

  private final String mark;

  Sense(String mark) {
    this.mark = mark;
  }

  /// The sign before the word, or empty.
  String mark() {
    return mark;
  }
}
