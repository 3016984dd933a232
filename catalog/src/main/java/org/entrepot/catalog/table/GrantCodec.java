package org.entrepot.catalog.table;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.access.Scope;

/// A grant as one text: scope and patterns, see [TextCodec]; the empty text is everything.
final class GrantCodec {
  private GrantCodec() {}

  static String write(Grant grant) {
    if (grant.equals(Grant.ALL)) {
      return "";
    }
    var texts = new ArrayList<>(List.of(grant.scope().name()));
    grant.names().forEach(pattern -> texts.add(pattern.text()));
    return TextCodec.write(texts);
  }

  static Grant read(String text) {
    if (text.isEmpty()) {
      return Grant.ALL;
    }
    var texts = TextCodec.read(text);
    return new Grant(
        Scope.valueOf(texts.getFirst()), texts.stream().skip(1).map(NamePattern::new).toList());
  }
}
