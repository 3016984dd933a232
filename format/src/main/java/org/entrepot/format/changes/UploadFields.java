package org.entrepot.format.changes;

import java.util.List;
import java.util.Optional;
import org.entrepot.format.deb822.Stanza;

/// Reads the fields that uploads and build records share.
final class UploadFields {
  private UploadFields() {}

  /// The source package's name, without the version that may follow in parentheses (Policy 5.6.1).
  static String sourceName(Stanza stanza) {
    String text = stanza.text("Source");
    int parenthesis = text.indexOf('(');
    return (parenthesis < 0 ? text : text.substring(0, parenthesis)).strip();
  }

  /// The version in parentheses, when the binaries have another one.
  static Optional<String> sourceVersion(Stanza stanza) {
    String text = stanza.text("Source");
    int from = text.indexOf('(');
    int to = text.indexOf(')', from + 1);
    return from < 0 || to < 0
        ? Optional.empty()
        : Optional.of(text.substring(from + 1, to).strip());
  }

  static List<String> words(Stanza stanza, String field) {
    String text = stanza.text(field).strip();
    return text.isEmpty() ? List.of() : List.of(text.split("[ \\t]+", -1));
  }
}
