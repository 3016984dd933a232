package org.entrepot.server.api.shape;

import java.util.List;
import org.entrepot.service.operation.OperationResult.Imported;

/// What became of uploaded files that were imported.
public record ImportShape(List<String> failedFiles, ReportShape report) {
  /// The report of a task.
  public static ImportShape of(Imported imported) {
    return new ImportShape(
        imported.failedFiles(),
        new ReportShape(
            imported.warnings(),
            imported.added().stream().map(name -> name + " added").toList(),
            imported.removed().stream()
                .map(name -> name + " removed due to conflict with package being added")
                .toList()));
  }
}
