package org.entrepot.service.mirror;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.entrepot.domain.dependency.DependencyFilter;
import org.entrepot.domain.dependency.PackagesByName;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.query.QueryException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Dependencies;

/// Collects the packages of all indices, each once, and takes those that the mirror wants. For one
/// thread.
final class CandidateSelection {
  private final Upstream upstream;
  private final Selection selection;
  private final Consumer<String> warnings;
  private final Map<String, Candidate> byKey = new LinkedHashMap<>();

  CandidateSelection(Upstream upstream, Selection selection, Consumer<String> warnings) {
    this.upstream = upstream;
    this.selection = selection;
    this.warnings = warnings;
  }

  /// Takes a package of an index into account. Of two different ones with the same name, version
  /// and architecture the first stays.
  void add(Candidate candidate) {
    Package named = candidate.named();
    if (selection.has(MirrorPart.AS_IS)) {
      byKey.putIfAbsent(
          candidate.files().getFirst().path(), candidate); // whatever the indices name
      return;
    }
    if (!isForUs(named.architecture())) {
      return;
    }
    Candidate known = byKey.putIfAbsent(named.shortKey(), candidate);
    if (known != null && !known.named().isSamePackageAs(named)) {
      warnings.accept(
          "the archive has two different packages %s; the first is taken, %s is left out"
              .formatted(named.displayName(), candidate.files().getFirst().path()));
    }
  }

  private boolean isForUs(Architecture architecture) {
    return upstream.architectures().isEmpty()
        || architecture.isAll()
        || architecture.isSource()
        || upstream.architectures().contains(architecture.name());
  }

  /// How many packages the indices have.
  int size() {
    return byKey.size();
  }

  /// The packages that the filter wants, in the order of the indices.
  List<Candidate> wanted(Dependencies dependencies, boolean latestOnly) {
    var all = List.copyOf(byKey.values());
    List<Candidate> filtered = selection.filter().isEmpty() ? all : filtered(all, dependencies);
    return latestOnly ? latest(filtered) : filtered;
  }

  private List<Candidate> filtered(List<Candidate> all, Dependencies dependencies) {
    PackageQuery query = query(selection.filter());
    var stored = new ArrayList<StoredPackage>(all.size());
    for (int i = 0; i < all.size(); i++) {
      stored.add(new StoredPackage(i, all.get(i).named()));
    }
    var chosen = new LinkedHashSet<Integer>();
    List<StoredPackage> matches = stored.stream().filter(it -> query.matches(it.value())).toList();
    matches.forEach(it -> chosen.add(it.id()));
    if (selection.withDependencies()) {
      new DependencyFilter(
              PackagesByName.of(stored.stream().map(PackageRelations::of).toList()),
              PackagesByName.none(),
              architectures(),
              dependencies.options())
          .close(matches.stream().map(PackageRelations::of).toList())
          .added()
          .forEach(it -> chosen.add(it.id()));
    }
    if (selection.has(MirrorPart.SOURCES)) {
      addSources(stored, chosen);
    }
    return chosen.stream().sorted().map(all::get).toList();
  }

  static PackageQuery query(String filter) {
    try {
      return PackageQuery.parse(filter);
    } catch (QueryException e) {
      throw new RepositoryException(
          ErrorCode.INVALID_QUERY, "the filter cannot be used: " + e.getMessage(), e);
    }
  }

  private List<Architecture> architectures() {
    List<String> names =
        upstream.architectures().isEmpty()
            ? byKey.values().stream()
                .map(it -> it.named().architecture().name())
                .distinct()
                .toList()
            : upstream.architectures();
    List<Architecture> usable =
        names.stream()
            .filter(it -> !it.equals("all") && !it.equals("source"))
            .map(Architecture::new)
            .toList();
    return usable.isEmpty() ? List.of(Architecture.ALL) : usable;
  }

  /// The very sources of what was chosen, whatever the filter says of them.
  private void addSources(List<StoredPackage> all, Set<Integer> chosen) {
    var sources = new HashMap<String, Integer>();
    for (StoredPackage each : all) {
      if (each.value().kind() == PackageKind.SOURCE) {
        sources.put(each.value().name() + " " + each.value().version(), each.id());
      }
    }
    var missing = new HashSet<String>();
    for (int id : List.copyOf(chosen)) {
      Package binary = all.get(id).value();
      if (binary.kind() == PackageKind.SOURCE || binary.kind() == PackageKind.INSTALLER) {
        continue;
      }
      String key = binary.sourceName() + " " + binary.sourceVersion();
      Integer source = sources.get(key);
      if (source != null) {
        chosen.add(source);
      } else if (missing.add(key)) {
        warnings.accept(
            "the archive has no source package %s of %s".formatted(key, binary.displayName()));
      }
    }
  }

  private static List<Candidate> latest(List<Candidate> candidates) {
    var newest = new LinkedHashMap<String, Candidate>();
    for (Candidate each : candidates) {
      Package value = each.named();
      newest.merge(
          value.kind() + " " + value.name() + " " + value.architecture(),
          each,
          (a, b) -> b.named().version().compareTo(a.named().version()) > 0 ? b : a);
    }
    return List.copyOf(newest.values());
  }
}
