package org.entrepot.service.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.catalog.packages.Arrival;
import org.entrepot.domain.packages.PackageSet;

/// When the packages of a repository came into it: each by its last coming.
///
/// @param arrivals what the catalog has noted, the newest first
record Arrivals(List<Arrival> arrivals) {
  Arrivals {
    arrivals = List.copyOf(arrivals);
  }

  /// Packages that came since an instant, or of which nobody knows when they came.
  PackageSet since(Instant oldest, PackageSet members) {
    PackageSet recent = PackageSet.empty();
    PackageSet unknown = members;
    for (Arrival arrival : arrivals) {
      if (!arrival.at().isBefore(oldest)) {
        recent = recent.union(arrival.packages());
      }
      unknown = unknown.minus(arrival.packages());
    }
    return recent.union(unknown);
  }

  /// When each of these packages came, as far as it is known.
  Map<Integer, Instant> of(PackageSet packages) {
    var times = new HashMap<Integer, Instant>();
    PackageSet open = packages;
    for (Arrival arrival : arrivals) {
      PackageSet found = open.intersect(arrival.packages());
      found.forEach(id -> times.put(id, arrival.at()));
      open = open.minus(found);
    }
    return times;
  }

  /// Instants at which nothing came that these packages need: it left, or came again later.
  List<Instant> uselessFor(PackageSet packages) {
    var useless = new ArrayList<Instant>();
    PackageSet open = packages;
    for (Arrival arrival : arrivals) {
      if (!open.intersects(arrival.packages())) {
        useless.add(arrival.at());
      }
      open = open.minus(arrival.packages());
    }
    return useless;
  }
}
