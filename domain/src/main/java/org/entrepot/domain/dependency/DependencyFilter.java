package org.entrepot.domain.dependency;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.relationship.Alternative;
import org.entrepot.format.relationship.Relation;
import org.entrepot.format.relationship.Relationship;
import org.entrepot.format.relationship.VersionConstraint;

/// Takes along what packages need.
///
/// Each dependency that neither the choice nor the packages already there satisfy brings in the
/// first package that does: alternatives in the order of the field; for each, packages of that name
/// before those that provide it, newest first (the index order). All candidates are looked at, in
/// this fixed order, so equal inputs give equal results. With all variants, every unsatisfied
/// alternative brings in every package that fits.
///
/// Architecture and profile restrictions, qualifiers and versions of provided packages count as
/// Debian Policy 7 says. Not thread-safe; a filter may be used again and remembers what it looked
/// up.
public final class DependencyFilter {
  private static final Comparator<PackageRelations> INDEX_ORDER =
      Comparator.comparing(PackageRelations::name)
          .thenComparing(PackageRelations::version, Comparator.reverseOrder())
          .thenComparing(PackageRelations::architecture)
          .thenComparing(it -> it.version().toString())
          .thenComparingInt(PackageRelations::id);

  private final PackagesByName available;
  private final PackagesByName alreadyThere;
  private final List<Architecture> architectures;
  private final Set<DependencyOption> options;
  private final Map<String, List<PackageRelations>> lookedUp = new HashMap<>();
  private final Map<String, List<PackageRelations>> others = new HashMap<>();

  /// A filter that takes packages from `available`.
  ///
  /// @param alreadyThere packages that satisfy dependencies without being taken along
  /// @param architectures for which dependencies must hold, without `all` and `source`
  /// @throws IllegalArgumentException when no architecture is given
  public DependencyFilter(
      PackagesByName available,
      PackagesByName alreadyThere,
      Collection<Architecture> architectures,
      Set<DependencyOption> options) {
    if (architectures.isEmpty()) {
      throw new IllegalArgumentException(
          "Dependencies cannot be followed without architectures: name at least one");
    }
    this.available = available;
    this.alreadyThere = alreadyThere;
    this.architectures = List.copyOf(new LinkedHashSet<>(architectures));
    this.options = Set.copyOf(options);
  }

  /// The packages with all that they need, directly or not.
  public DependencyClosure close(Collection<PackageRelations> chosen) {
    return close(chosen, _ -> {});
  }

  /// The same, telling what becomes of each dependency as it is looked at.
  public DependencyClosure close(
      Collection<PackageRelations> chosen, Consumer<ResolutionStep> steps) {
    return new Run(steps).close(chosen);
  }

  /// What the packages need and is neither among them nor already there: the `missing` and `faults`
  /// of a closure that adds nothing.
  public DependencyClosure missing(
      Collection<PackageRelations> chosen, Consumer<ResolutionStep> steps) {
    var nothing = new DependencyFilter(PackagesByName.none(), alreadyThere, architectures, options);
    return nothing.close(chosen, steps);
  }

  /// One choice being completed.
  private final class Run {
    private final Map<Integer, PackageRelations> result = new LinkedHashMap<>();
    private final Map<String, List<PackageRelations>> resultByName = new HashMap<>();
    private final List<PackageRelations> added = new ArrayList<>();
    private final Map<String, Map<Architecture, Needed>> missing = new LinkedHashMap<>();
    private final DependencyFields fields = new DependencyFields(options);
    private final Consumer<ResolutionStep> steps;
    private List<PackageRelations> next = new ArrayList<>();

    private record Needed(Relationship wanted, Set<PackageRelations> needing) {}

    Run(Consumer<ResolutionStep> steps) {
      this.steps = steps;
    }

    DependencyClosure close(Collection<PackageRelations> chosen) {
      chosen.forEach(this::take);
      while (!next.isEmpty()) {
        var round = next;
        next = new ArrayList<>();
        round.sort(INDEX_ORDER);
        for (var architecture : architectures) {
          for (var it : round) {
            follow(it, architecture);
          }
        }
        added.addAll(next);
      }
      return new DependencyClosure(
          PackageSet.of(result.keySet().stream().mapToInt(Integer::intValue)),
          added,
          missing(),
          fields.faults());
    }

    private List<MissingDependency> missing() {
      var all = new ArrayList<MissingDependency>();
      missing
          .values()
          .forEach(each ->
              each.forEach((architecture, needed) ->
                  all.add(
                      new MissingDependency(
                          architecture, needed.wanted(), List.copyOf(needed.needing())))));
      return all;
    }

    /// Puts a package into the result; its own needs are followed in the next round.
    private void take(PackageRelations it) {
      if (result.putIfAbsent(it.id(), it) != null) {
        return;
      }
      next.add(it);
      if (it.provides().isEmpty()) {
        index(it.name(), it);
        return;
      }
      var names = new TreeSet<String>();
      names.add(it.name());
      it.provides().forEach(provision -> names.add(provision.name()));
      names.forEach(name -> index(name, it));
    }

    private void index(String name, PackageRelations it) {
      resultByName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(it);
    }

    private void follow(PackageRelations it, Architecture architecture) {
      boolean concerned =
          it.kind() == PackageKind.SOURCE
              ? DependencyFields.isBuiltOn(it, architecture)
              : it.architecture().suits(architecture);
      if (!concerned) {
        return;
      }
      for (var item : fields.of(it, architecture)) {
        follow(it, item, architecture);
      }
      if (options.contains(DependencyOption.FOLLOW_SOURCE) && it.kind() != PackageKind.SOURCE) {
        satisfy(it, source(it), Architecture.SOURCE);
      }
    }

    private void follow(
        PackageRelations it, DependencyFields.Item item, Architecture architecture) {
      if (item.wanted().isEmpty()) {
        return;
      }
      var wanted = item.wanted().get();
      if (item.satisfied) {
        steps.accept(new ResolutionStep.AlreadySatisfied(it, architecture, wanted));
      } else {
        item.satisfied = satisfy(it, wanted, architecture);
      }
    }

    /// Takes what is needed, and returns whether the relationship is satisfied now, whole.
    private boolean satisfy(
        PackageRelations needing, Relationship wanted, Architecture architecture) {
      if (options.contains(DependencyOption.FOLLOW_ALL_VARIANTS)) {
        boolean all = true;
        for (var alternative : wanted.alternatives()) {
          all &= satisfyFully(needing, alternative, architecture);
        }
        return all;
      }
      for (var alternative : wanted.alternatives()) {
        if (isSatisfied(alternative, architecture)) {
          steps.accept(new ResolutionStep.AlreadySatisfied(needing, architecture, wanted));
          return true;
        }
      }
      for (var alternative : wanted.alternatives()) {
        var first = candidates(alternative, architecture).stream().findFirst();
        if (first.isPresent()) {
          take(first.get());
          steps.accept(new ResolutionStep.Taken(needing, architecture, wanted, first.get()));
          return true;
        }
      }
      reportMissing(needing, wanted, architecture);
      return false;
    }

    private boolean satisfyFully(
        PackageRelations needing, Alternative wanted, Architecture architecture) {
      var relationship = new Relationship(List.of(wanted));
      if (isSatisfied(wanted, architecture)) {
        steps.accept(new ResolutionStep.AlreadySatisfied(needing, architecture, relationship));
        return true;
      }
      var candidates = candidates(wanted, architecture);
      for (var candidate : candidates) {
        take(candidate);
        steps.accept(new ResolutionStep.Taken(needing, architecture, relationship, candidate));
      }
      if (candidates.isEmpty()) {
        reportMissing(needing, relationship, architecture);
      }
      return !candidates.isEmpty();
    }

    private void reportMissing(
        PackageRelations needing, Relationship wanted, Architecture architecture) {
      missing
          .computeIfAbsent(wanted.toString(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(architecture, _ -> new Needed(wanted, new LinkedHashSet<>()))
          .needing()
          .add(needing);
      steps.accept(new ResolutionStep.Missing(needing, architecture, wanted));
    }

    private boolean isSatisfied(Alternative wanted, Architecture architecture) {
      return anySatisfies(resultByName.getOrDefault(wanted.name(), List.of()), wanted, architecture)
          || anySatisfies(
              others.computeIfAbsent(wanted.name(), alreadyThere::named), wanted, architecture);
    }
  }

  private static boolean anySatisfies(
      List<PackageRelations> candidates, Alternative wanted, Architecture architecture) {
    for (var candidate : candidates) {
      if (Satisfaction.satisfies(candidate, wanted, architecture)) {
        return true;
      }
    }
    return false;
  }

  /// What fits, best first.
  private List<PackageRelations> candidates(Alternative wanted, Architecture architecture) {
    return lookedUp
        .computeIfAbsent(
            wanted.name(), name -> available.named(name).stream().sorted(INDEX_ORDER).toList())
        .stream()
        .filter(it -> Satisfaction.satisfies(it, wanted, architecture))
        .sorted(Comparator.comparing(it -> !Satisfaction.isNamed(it, wanted)))
        .toList();
  }

  private static Relationship source(PackageRelations binary) {
    var version = new VersionConstraint(Relation.EQUAL, binary.sourceVersion());
    return new Relationship(List.of(Alternative.of(binary.sourceName(), version)));
  }
}
