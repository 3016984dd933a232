package org.entrepot.service.operation;

/// Removes package records, pool files and index generations that nothing refers to.
public record CleanUp(Execution execution) implements Operation {
  @Override
  public String title() {
    return execution == Execution.DRY_RUN
        ? "Look for unreferenced data"
        : "Clean up unreferenced data";
  }
}
