package org.entrepot.service.publish;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.snapshot.Difference;
import org.entrepot.domain.snapshot.SnapshotDiff;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.service.operation.PublicationOperation.Switch;
import org.entrepot.service.operation.PublicationOperation.Update;

/// What an update or switch would change for clients: the packages of each component that they
/// would find no more, anew, or in another version. Decided as the change itself decides.
///
/// @param components every component that there is or would be; without differences where nothing
///   would change
public record PublicationPlan(
    PublicationPoint point, SortedMap<ComponentName, List<Difference>> components) {
  public PublicationPlan {
    components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
  }

  /// The plan of an update.
  public static PublicationPlan of(View view, Update operation) {
    return of(view, UpdateUseCase.decide(operation, view));
  }

  /// The plan of a switch.
  public static PublicationPlan of(View view, Switch operation) {
    return of(view, SwitchUseCase.decide(operation, view));
  }

  private static PublicationPlan of(View view, Publisher.Change change) {
    Publication after = change.after();
    SortedMap<ComponentName, PublishedSource> present =
        change.before().map(Publication::sources).orElseGet(TreeMap::new);
    SortedSet<ComponentName> names = new TreeSet<>(present.keySet());
    names.addAll(after.sources().keySet());
    var components = new TreeMap<ComponentName, List<Difference>>();
    for (ComponentName name : names) {
      PackageSet left = set(view, present, name);
      PackageSet right = set(view, after.sources(), name);
      components.put(
          name,
          SnapshotDiff.of(
              published(view, after, left.minus(right)),
              published(view, after, right.minus(left))));
    }
    return new PublicationPlan(after.point(), components);
  }

  private static PackageSet set(
      View view, SortedMap<ComponentName, PublishedSource> sources, ComponentName name) {
    PublishedSource source = sources.get(name);
    return source == null ? PackageSet.empty() : view.set(source.packages());
  }

  /// The keys of those packages that have a place in the indices.
  private static List<PackageKey> published(View view, Publication publication, PackageSet set) {
    return view.keys(set).stream()
        .map(StoredKey::key)
        .filter(key -> publication.architectures().stream().anyMatch(key.architecture()::suits))
        .toList();
  }

  /// Whether clients would find the same packages as before.
  public boolean isEmpty() {
    return components.values().stream().allMatch(List::isEmpty);
  }
}
