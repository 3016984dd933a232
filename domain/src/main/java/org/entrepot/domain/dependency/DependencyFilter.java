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
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageOrder;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
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
  private static final Comparator<StoredPackage> INDEX_ORDER =
      Comparator.comparing(StoredPackage::value, PackageOrder.INDEX)
          .thenComparingInt(StoredPackage::id);

  private final PackagesByName available;
  private final PackagesByName alreadyThere;
  private final List<Architecture> architectures;
  private final Set<DependencyOption> options;
  private final Map<String, List<StoredPackage>> lookedUp = new HashMap<>();

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
  public DependencyClosure close(Collection<StoredPackage> chosen) {
    return close(chosen, _ -> {});
  }

  /// The same, telling what becomes of each dependency as it is looked at.
  public DependencyClosure close(Collection<StoredPackage> chosen, Consumer<ResolutionStep> steps) {
    return new Run(steps).close(chosen);
  }

  /// What the packages need and is neither among them nor already there.
  public List<MissingDependency> missing(Collection<StoredPackage> chosen) {
    var nothing = new DependencyFilter(PackagesByName.none(), alreadyThere, architectures, options);
    return nothing.close(chosen).missing();
  }

  /// One choice being completed.
  private final class Run {
    private final Map<Integer, StoredPackage> result = new LinkedHashMap<>();
    private final Map<String, List<StoredPackage>> resultByName = new HashMap<>();
    private final List<StoredPackage> added = new ArrayList<>();
    private final Map<String, MissingDependency> missing = new LinkedHashMap<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private final DependencyFields fields = new DependencyFields(options, faults::add);
    private final Map<String, Boolean> satisfiedByOthers = new HashMap<>();
    private final Consumer<ResolutionStep> steps;
    private List<StoredPackage> next = new ArrayList<>();

    Run(Consumer<ResolutionStep> steps) {
      this.steps = steps;
    }

    DependencyClosure close(Collection<StoredPackage> chosen) {
      chosen.forEach(this::take);
      while (!next.isEmpty()) {
        var round = next;
        next = new ArrayList<>();
        round.sort(INDEX_ORDER);
        for (var architecture : architectures) {
          round.stream()
              .filter(it -> it.value().architecture().suits(architecture))
              .forEach(it -> follow(it, architecture));
        }
        added.addAll(next);
      }
      return new DependencyClosure(
          PackageSet.of(result.keySet().stream().mapToInt(Integer::intValue)),
          added,
          List.copyOf(missing.values()),
          List.copyOf(faults));
    }

    /// Puts a package into the result; its own needs are followed in the next round.
    private void take(StoredPackage it) {
      if (result.putIfAbsent(it.id(), it) != null) {
        return;
      }
      next.add(it);
      var names = new TreeSet<String>();
      names.add(it.value().name());
      it.value().provides().forEach(provision -> names.add(provision.name()));
      names.forEach(name -> resultByName.computeIfAbsent(name, _ -> new ArrayList<>()).add(it));
    }

    private void follow(StoredPackage it, Architecture architecture) {
      for (var relationship : fields.of(it.value())) {
        DependencyFields.restricted(relationship, architecture)
            .ifPresent(wanted -> satisfy(it, wanted, architecture));
      }
      if (options.contains(DependencyOption.FOLLOW_SOURCE)) {
        satisfy(it, source(it.value()), Architecture.SOURCE);
      }
    }

    private void satisfy(StoredPackage needing, Relationship wanted, Architecture architecture) {
      if (options.contains(DependencyOption.FOLLOW_ALL_VARIANTS)) {
        for (var alternative : wanted.alternatives()) {
          satisfyFully(needing, alternative, architecture);
        }
        return;
      }
      for (var alternative : wanted.alternatives()) {
        if (isSatisfied(alternative, architecture)) {
          steps.accept(new ResolutionStep.AlreadySatisfied(needing, architecture, wanted));
          return;
        }
      }
      for (var alternative : wanted.alternatives()) {
        var first = candidates(alternative, architecture).stream().findFirst();
        if (first.isPresent()) {
          take(first.get());
          steps.accept(new ResolutionStep.Taken(needing, architecture, wanted, first.get()));
          return;
        }
      }
      reportMissing(needing, wanted, architecture);
    }

    private void satisfyFully(
        StoredPackage needing, Alternative wanted, Architecture architecture) {
      var relationship = new Relationship(List.of(wanted));
      if (isSatisfied(wanted, architecture)) {
        steps.accept(new ResolutionStep.AlreadySatisfied(needing, architecture, relationship));
        return;
      }
      var candidates = candidates(wanted, architecture);
      for (var candidate : candidates) {
        take(candidate);
        steps.accept(new ResolutionStep.Taken(needing, architecture, relationship, candidate));
      }
      if (candidates.isEmpty()) {
        reportMissing(needing, relationship, architecture);
      }
    }

    private void reportMissing(
        StoredPackage needing, Relationship wanted, Architecture architecture) {
      var dependency = new MissingDependency(needing, architecture, wanted);
      missing.putIfAbsent(dependency.toString(), dependency);
      steps.accept(new ResolutionStep.Missing(dependency));
    }

    private boolean isSatisfied(Alternative wanted, Architecture architecture) {
      return resultByName.getOrDefault(wanted.name(), List.of()).stream()
              .anyMatch(it -> Satisfaction.satisfies(it.value(), wanted, architecture))
          || satisfiedByOthers.computeIfAbsent(
              wanted + " " + architecture,
              _ ->
                  alreadyThere.named(wanted.name()).stream()
                      .anyMatch(it -> Satisfaction.satisfies(it.value(), wanted, architecture)));
    }
  }

  /// What fits, best first.
  private List<StoredPackage> candidates(Alternative wanted, Architecture architecture) {
    return lookedUp
        .computeIfAbsent(
            wanted.name(), name -> available.named(name).stream().sorted(INDEX_ORDER).toList())
        .stream()
        .filter(it -> Satisfaction.satisfies(it.value(), wanted, architecture))
        .sorted(Comparator.comparing(it -> !Satisfaction.isNamed(it.value(), wanted)))
        .toList();
  }

  private static Relationship source(Package binary) {
    var version = new VersionConstraint(Relation.EQUAL, binary.sourceVersion());
    var name = binary.kind() == PackageKind.SOURCE ? binary.name() : binary.sourceName();
    return new Relationship(List.of(Alternative.of(name, version)));
  }
}
