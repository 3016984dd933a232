package org.entrepot.service.importing;

import java.nio.file.Path;
import java.util.List;

/// How uploads are taken.
///
/// @param keyrings of those who may sign uploads, when an operation names none; missing files count
///   as empty
/// @param buildinfo directory where the `.buildinfo` files of accepted uploads are kept, by source
///   package
public record UploadSettings(List<Path> keyrings, Path buildinfo) {
  public UploadSettings {
    keyrings = List.copyOf(keyrings);
  }
}
