package org.entrepot.service.operation;

import java.util.List;
import java.util.UUID;
import org.entrepot.domain.name.PublicationPoint;

/// What an operation that succeeded tells: plain data, kept with its task as JSON.
public sealed interface OperationResult {

  /// It is done; there is nothing to tell that a look at the object would not show.
  record Done() implements OperationResult {}

  /// An object was made or changed.
  record Named(UUID id, String name) implements OperationResult {}

  /// Package files were imported. Packages are named `name_version_arch`; a failure is `path:
  /// reason`.
  record Imported(
      List<String> added,
      List<String> removed,
      List<String> warnings,
      List<String> failedFiles,
      List<String> processedFiles)
      implements OperationResult {
    public Imported {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
      warnings = List.copyOf(warnings);
      failedFiles = List.copyOf(failedFiles);
      processedFiles = List.copyOf(processedFiles);
    }
  }

  /// Packages were copied, moved or removed, or would be.
  record Changed(List<String> packages) implements OperationResult {
    public Changed {
      packages = List.copyOf(packages);
    }
  }

  /// A publication stands as asked. `components` were cleaned of `removedFiles` files.
  record Published(PublicationPoint point, List<String> components, int removedFiles)
      implements OperationResult {
    public Published {
      components = List.copyOf(components);
    }
  }

  /// What was removed, or would be: package keys, pool paths, published paths.
  record CleanedUp(
      List<String> packages, List<String> poolFiles, List<String> publishedFiles, long freedBytes)
      implements OperationResult {
    public CleanedUp {
      packages = List.copyOf(packages);
      poolFiles = List.copyOf(poolFiles);
      publishedFiles = List.copyOf(publishedFiles);
    }
  }
}
