package org.entrepot.domain.task;

import java.util.Arrays;
import java.util.Locale;

/// Kinds of objects that have a name and an id.
public enum ObjectKind {
  REPOSITORY,
  SNAPSHOT,
  MIRROR,
  PUBLICATION,
  TOKEN,
  SCHEDULE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ObjectKind ofWord(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + word + "\" is not a kind of object"));
  }
}
