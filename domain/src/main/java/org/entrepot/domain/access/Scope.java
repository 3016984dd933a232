package org.entrepot.domain.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What may be done. Each includes those before it.
public enum Scope {
  /// Look at objects, packages and tasks.
  READ,
  /// Also send files to upload directories, and remove them there.
  UPLOAD,
  /// Also change repositories, snapshots, mirrors and publications.
  WRITE,
  /// Also change what concerns everybody: keys, clean-up, the list of tasks.
  ADMIN;

  /// Whether it allows all that the other allows.
  public boolean includes(Scope other) {
    return compareTo(other) >= 0;
  }

  /// The name in lower case, as people type it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The scope of a word; empty for any other text.
  public static Optional<Scope> ofWord(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
