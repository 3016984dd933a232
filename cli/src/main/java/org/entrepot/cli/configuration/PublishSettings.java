package org.entrepot.cli.configuration;

import java.util.List;

/// How archives are published.
///
/// @param compressions file name extensions without the dot: `gz`, `xz`, `zst`, `bz2`
/// @param keepGenerations how many states keep their by-hash indices, the present one included
/// @param linkMethod `hardlink`, `symlink`, `copy` or `reflink`, for the default storage
public record PublishSettings(
    boolean skipContents,
    boolean skipBz2,
    List<String> compressions,
    int keepGenerations,
    boolean byHash,
    String linkMethod) {
  public PublishSettings {
    compressions = List.copyOf(compressions);
  }
}
