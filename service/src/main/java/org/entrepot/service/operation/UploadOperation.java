package org.entrepot.service.operation;

import java.nio.file.Path;

/// Changes of uploaded files that are not imports of them. They wait for imports that began before.
public sealed interface UploadOperation extends Operation {
  /// The file or directory; absolute.
  Path path();

  /// Removes a directory with all that is in it; nothing happens when it is missing.
  record RemoveUploads(Path path) implements UploadOperation {
    @Override
    public String title() {
      return "Remove uploaded files " + path;
    }
  }

  /// Removes a file; nothing happens when it is missing.
  record RemoveUpload(Path path) implements UploadOperation {
    @Override
    public String title() {
      return "Remove uploaded file " + path;
    }
  }
}
