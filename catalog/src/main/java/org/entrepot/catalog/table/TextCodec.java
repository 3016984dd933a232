package org.entrepot.catalog.table;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.catalog.error.CatalogFailure;

/// A list of texts as one text: each is written as its length in UTF-16 characters, a colon, and
/// itself. Any text can be held, and nothing is escaped.
final class TextCodec {
  private TextCodec() {}

  static String write(List<String> texts) {
    var out = new StringBuilder();
    for (var text : texts) {
      out.append(text.length()).append(':').append(text);
    }
    return out.toString();
  }

  static List<String> read(String text) {
    var texts = new ArrayList<String>();
    var at = 0;
    while (at < text.length()) {
      var colon = text.indexOf(':', at);
      try {
        var from = colon + 1;
        at = from + Integer.parseInt(text, at, colon, 10);
        texts.add(text.substring(from, at));
      } catch (IndexOutOfBoundsException | NumberFormatException _) {
        throw CatalogFailure.corrupt("the catalog holds a broken list of texts: " + text);
      }
    }
    return texts;
  }
}
