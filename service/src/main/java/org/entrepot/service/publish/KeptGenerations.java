package org.entrepot.service.publish;

import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.domain.publication.Publication;

/// How many generations of a publication are kept: the present one and those before it.
///
/// @param most at least 1
public record KeptGenerations(int most) {

  /// Those that stay, the oldest first.
  public List<Generation> of(View view, Publication publication) {
    List<Generation> all = view.generations(publication.id());
    return all.subList(surplus(all), all.size());
  }

  /// Numbers of those that go: skipped cleaning, or a crash before it, left them.
  public List<Long> beyond(View view, Publication publication) {
    List<Generation> all = view.generations(publication.id());
    return all.subList(0, surplus(all)).stream().map(Generation::number).toList();
  }

  private int surplus(List<Generation> all) {
    return Math.max(0, all.size() - most);
  }
}
