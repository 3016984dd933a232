package org.entrepot.server.api.shape;

import java.util.List;
import org.entrepot.service.operation.PublicationOperation.Source;

/// A component and the name of what it publishes.
public record SourceShape(String component, String name) {
  /// These sources.
  public static List<SourceShape> of(List<Source> sources) {
    return sources.stream()
        .map(source -> new SourceShape(source.component(), source.name()))
        .toList();
  }
}
