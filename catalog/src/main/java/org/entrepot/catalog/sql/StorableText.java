package org.entrepot.catalog.sql;

import java.util.List;

/// Text that every engine can store.
final class StorableText {
  private StorableText() {}

  /// Replaces what cannot be stored (NUL, lone surrogates) by U+FFFD.
  static String of(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    var stored = new StringBuilder(text.length());
    text.codePoints()
        .map(c ->
            c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xfffd : c)
        .forEach(stored::appendCodePoint);
    return stored.toString();
  }

  /// Writes a JSON array of strings.
  static String json(List<String> texts) {
    var json = new StringBuilder("[");
    for (var text : texts) {
      json.append(json.length() == 1 ? "\"" : ",\"");
      for (var i = 0; i < text.length(); i++) {
        var c = text.charAt(i);
        if (c < ' ') {
          json.append("\\u%04x".formatted((int) c));
        } else {
          if (c == '"' || c == '\\') {
            json.append('\\');
          }
          json.append(c);
        }
      }
      json.append('"');
    }
    return json.append(']').toString();
  }
}
