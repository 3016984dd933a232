package org.entrepot.app.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The members of one set, such as the packages of a repository: each is added once, and perhaps
/// removed. Every read must be explained by some order of the changes that agrees with the times.
/// Safe for any thread.
final class MemberHistory {
  private final String name;
  private final Map<String, Span> added = new TreeMap<>();
  private final Map<String, Span> removed = new TreeMap<>();
  private final List<Read> reads = new ArrayList<>();
  private final List<Span> updates = new ArrayList<>();
  private final List<Read> published = new ArrayList<>();

  private record Read(Set<String> members, Span span, String by) {}

  MemberHistory(String name) {
    this.name = name;
  }

  synchronized void added(String member, Span span) {
    added.merge(member, span, (a, b) -> new Span(a.begin(), Math.min(a.end(), b.end())));
  }

  synchronized void removed(String member, Span span) {
    removed.merge(member, span, (a, b) -> new Span(a.begin(), Math.min(a.end(), b.end())));
  }

  /// Somebody saw these members, at some instant of the span.
  synchronized void read(Collection<String> members, Span span, String by) {
    reads.add(new Read(Set.copyOf(members), span, by));
  }

  /// What is published was brought up to date.
  synchronized void updated(Span span) {
    updates.add(span);
  }

  /// Somebody saw these members published.
  synchronized void readPublished(Collection<String> members, Span span, String by) {
    published.add(new Read(Set.copyOf(members), span, by));
  }

  synchronized int size() {
    return added.size() + removed.size() + reads.size() + updates.size() + published.size();
  }

  /// Members that were added, as the caller was told, and whose removal nobody asked for.
  synchronized List<String> certain() {
    return added.keySet().stream()
        .filter(member -> span(added, member).isAnswered() && !removed.containsKey(member))
        .toList();
  }

  private static Span span(Map<String, Span> spans, String member) {
    return Optional.ofNullable(spans.get(member)).orElseThrow();
  }

  /// One sentence for each contradiction.
  synchronized List<String> violations() {
    var violations = new ArrayList<String>();
    for (Read read : reads) {
      foreign(read, violations);
    }
    for (Read read : published) {
      foreign(read, violations);
    }
    added.forEach((member, add) -> violations.addAll(contradictions(member, add)));
    for (Read read : published) {
      publishedContradictions(read, violations);
    }
    return violations;
  }

  private void foreign(Read read, List<String> violations) {
    for (String member : read.members()) {
      if (!added.containsKey(member)) {
        violations.add("%s: %s saw %s, which nobody added".formatted(name, read.by(), member));
      } else if (span(added, member).begin() > read.span().end()) {
        violations.add("%s: %s saw %s before it was added".formatted(name, read.by(), member));
      }
    }
  }

  private List<String> contradictions(String member, Span add) {
    var violations = new ArrayList<String>();
    Optional<Span> remove = Optional.ofNullable(removed.get(member));
    long there = add.end(); // from then on, as the answer or a reader told
    for (Read read : reads) {
      if (read.members().contains(member)) {
        there = Math.min(there, read.span().end());
      }
    }
    long gone = remove.map(Span::end).orElse(Span.NEVER);
    for (Read read : reads) {
      if (!read.members().contains(member) && there < read.span().begin()) {
        if (remove.filter(span -> span.begin() < read.span().end()).isPresent()) {
          gone = Math.min(gone, read.span().end());
        } else {
          violations.add(
              "%s: %s did not see %s, which was there".formatted(name, read.by(), member));
        }
      }
    }
    for (Read read : reads) {
      if (read.members().contains(member) && gone < read.span().begin()) {
        violations.add("%s: %s saw %s, which was gone".formatted(name, read.by(), member));
      }
    }
    return violations;
  }

  /// What was there when the last update before the read began is published, what was gone is not.
  private void publishedContradictions(Read read, List<String> violations) {
    Optional<Span> update =
        updates.stream()
            .filter(span -> span.isBefore(read.span()))
            .max((a, b) -> Long.compare(a.begin(), b.begin()));
    if (update.isEmpty()) {
      return;
    }
    added.forEach((member, add) -> {
      Optional<Span> remove = Optional.ofNullable(removed.get(member));
      boolean seen = read.members().contains(member);
      if (!seen
          && add.isBefore(update.get())
          && remove.filter(span -> span.begin() < read.span().end()).isEmpty()) {
        violations.add(
            "%s: %s did not see %s published, which was there before an update"
                .formatted(name, read.by(), member));
      }
      if (seen && remove.filter(span -> span.isBefore(update.get())).isPresent()) {
        violations.add(
            "%s: %s saw %s published, which was gone before an update"
                .formatted(name, read.by(), member));
      }
    });
  }
}
