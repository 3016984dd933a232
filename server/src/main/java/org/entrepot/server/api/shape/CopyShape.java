package org.entrepot.server.api.shape;

/// What became of a copy of packages.
public record CopyShape(ReportShape report) {}
