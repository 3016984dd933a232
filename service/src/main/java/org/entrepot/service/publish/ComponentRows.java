package org.entrepot.service.publish;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.service.task.OperationContext;

/// The rows of each component in index order, loaded once and only when an index has to be written.
/// For one thread.
final class ComponentRows {
  private final OperationContext context;
  private final Map<ComponentName, PackageSet> sets;
  private final Optional<Generation> present;
  private final Map<ComponentName, Boolean> udebs = new HashMap<>();
  private final Map<ComponentName, Boolean> installers = new HashMap<>();
  private final Map<ComponentName, List<PackageRow>> loaded = new HashMap<>();

  ComponentRows(
      OperationContext context, Map<ComponentName, PackageSet> sets, Optional<Generation> present) {
    this.context = context;
    this.sets = sets;
    this.present = present;
  }

  List<PackageRow> of(ComponentName component) {
    return loaded.computeIfAbsent(
        component, name -> context.read(view -> view.rows(packages(name))));
  }

  /// What the component will hold.
  PackageSet packages(ComponentName component) {
    return sets.getOrDefault(component, PackageSet.empty());
  }

  /// What the component holds in the present generation.
  PackageSet presentPackages(View view, ComponentName component) {
    return present
        .map(generation -> generation.sets().get(component))
        .map(view::set)
        .orElse(PackageSet.empty());
  }

  /// Whether the component has udebs, and so debian-installer indices.
  boolean hasUdebs(ComponentName component) {
    return udebs.computeIfAbsent(
        component, it -> has(it, PackageKind.UDEB, component + "/debian-installer/"));
  }

  /// Whether the component has images of the installer.
  boolean hasInstaller(ComponentName component) {
    return installers.computeIfAbsent(
        component, it -> has(it, PackageKind.INSTALLER, component + "/installer-"));
  }

  private boolean has(ComponentName component, PackageKind kind, String directory) {
    List<PackageRow> candidates = mayHave(component, directory) ? of(component) : coming(component);
    return candidates.stream().anyMatch(row -> row.kind() == kind);
  }

  /// Whether the present generation may have packages that show by a directory: unless it has no
  /// such directory.
  private boolean mayHave(ComponentName component, String directory) {
    return present
        .filter(generation -> generation.sets().containsKey(component))
        .map(generation ->
            generation.files().stream().anyMatch(file -> file.path().startsWith(directory)))
        .orElse(true);
  }

  private List<PackageRow> coming(ComponentName component) {
    return context.read(
        view -> view.rows(packages(component).minus(presentPackages(view, component))));
  }
}
