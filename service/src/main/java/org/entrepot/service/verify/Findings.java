package org.entrepot.service.verify;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;

/// Collects what a check finds: the first ten thousand, and how many more. Safe for any thread.
final class Findings {
  private static final int MOST = 10_000;

  private final OperationContext context;
  private final List<Finding> findings = new ArrayList<>();
  private long more;

  Findings(OperationContext context) {
    this.context = context;
  }

  synchronized void add(Finding finding) {
    if (findings.size() == MOST) {
      more++;
      return;
    }
    findings.add(finding);
    context.output(Marker.WARNING, finding.toString());
  }

  synchronized List<Finding> list() {
    return List.copyOf(findings);
  }

  synchronized long more() {
    return more;
  }
}
