package org.entrepot.service.publish;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.service.task.OperationContext;

/// The rows of each component in index order, loaded once and only when an index has to be written.
/// For one thread.
final class ComponentRows {
  private final OperationContext context;
  private final Map<ComponentName, PackageSet> sets;
  private final Map<ComponentName, List<PackageRow>> loaded = new HashMap<>();

  ComponentRows(OperationContext context, Map<ComponentName, PackageSet> sets) {
    this.context = context;
    this.sets = sets;
  }

  List<PackageRow> of(ComponentName component) {
    return loaded.computeIfAbsent(
        component,
        name -> context.read(view -> view.rows(sets.getOrDefault(name, PackageSet.empty()))));
  }

  /// Whether the component has udebs, and so debian-installer indices.
  boolean hasUdebs(ComponentName component) {
    return of(component).stream().anyMatch(row -> row.kind() == PackageKind.UDEB);
  }
}
