package org.entrepot.format.index;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.entrepot.format.packages.NamedChecksums;

/// Text of the SHA256SUMS of an installer's images: lines of digest, two blanks, and path.
public final class InstallerIndex {
  private InstallerIndex() {}

  /// The text, lines in the order of the files; those without SHA-256 are left out.
  public static byte[] render(List<NamedChecksums> files) {
    return files.stream()
        .filter(file -> file.checksums().sha256().isPresent())
        .map(file -> file.checksums().sha256().get().hex() + "  " + file.name() + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }
}
