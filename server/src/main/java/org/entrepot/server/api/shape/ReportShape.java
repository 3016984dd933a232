package org.entrepot.server.api.shape;

import java.util.List;

/// Packages that came and went.
public record ReportShape(List<String> warnings, List<String> added, List<String> removed) {}
