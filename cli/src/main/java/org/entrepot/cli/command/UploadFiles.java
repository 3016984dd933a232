package org.entrepot.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.entrepot.format.FormatException;
import org.entrepot.format.changes.ChangesFile;
import org.entrepot.format.checksum.DeclaredChecksums;

/// What lies beside a `.changes` file as a part of its upload.
final class UploadFiles {
  private static final long LONGEST_BYTES = 16 << 20;

  private UploadFiles() {}

  /// The files that an upload lists, there or not; none when it cannot be read, because then
  /// nothing that it says can be trusted.
  static Map<Path, DeclaredChecksums> of(Path changes) throws IOException {
    if (Files.size(changes) > LONGEST_BYTES) {
      return Map.of();
    }
    try {
      var files = new LinkedHashMap<Path, DeclaredChecksums>();
      ChangesFile.parse(Files.readAllBytes(changes), changes.toString())
          .files()
          .forEach((name, declared) -> files.put(changes.resolveSibling(name), declared));
      return files;
    } catch (FormatException _) {
      return Map.of();
    }
  }
}
