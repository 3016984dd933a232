package org.entrepot.app.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One value, such as a comment, that is empty at first; each value is written once. Safe for any
/// thread.
final class RegisterHistory {
  private record Read(String value, Span span, String by) {}

  private final String name;
  private final Map<String, Span> writes = new HashMap<>();
  private final List<Read> reads = new ArrayList<>();

  RegisterHistory(String name) {
    this.name = name;
    writes.put("", new Span(Long.MIN_VALUE, Long.MIN_VALUE));
  }

  synchronized void wrote(String value, Span span) {
    writes.put(value, span);
  }

  synchronized void read(String value, Span span, String by) {
    reads.add(new Read(value, span, by));
  }

  synchronized int size() {
    return writes.size() + reads.size();
  }

  synchronized List<String> violations() {
    var violations = new ArrayList<String>();
    for (Read read : reads) {
      Span write = writes.get(read.value());
      if (write == null || write.begin() > read.span().end()) {
        violations.add(
            "%s: %s read \"%s\" before it was written".formatted(name, read.by(), read.value()));
        continue;
      }
      writes.forEach((later, span) -> {
        if (write.isBefore(span) && span.isBefore(read.span())) {
          violations.add(
              "%s: %s read \"%s\" although \"%s\" had replaced it"
                  .formatted(name, read.by(), read.value(), later));
        }
      });
    }
    return violations;
  }
}
