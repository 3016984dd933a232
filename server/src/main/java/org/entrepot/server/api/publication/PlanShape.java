package org.entrepot.server.api.publication;

import java.util.List;
import org.entrepot.server.api.shape.DifferenceShape;
import org.entrepot.service.publish.PublicationPlan;

/// What an update would change in a component.
record PlanShape(String component, List<DifferenceShape> differences) {
  static List<PlanShape> of(PublicationPlan plan) {
    return plan.components().entrySet().stream()
        .map(entry ->
            new PlanShape(
                entry.getKey().value(),
                entry.getValue().stream().map(DifferenceShape::of).toList()))
        .toList();
  }
}
