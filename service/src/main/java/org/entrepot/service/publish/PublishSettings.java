package org.entrepot.service.publish;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entrepot.format.compression.Compression;

/// How publications are made, from the configuration and the environment.
///
/// @param compressions what new publications get besides the uncompressed index
/// @param byHash whether new publications are by-hash
/// @param contents whether new publications have Contents indices
/// @param keepGenerations how many states stay fetchable by hash, the present one among them; at
///   least 1
/// @param architectures of new publications that name none; empty: those of the packages
/// @param work where indices are written before they are published
/// @param skeletons files that users want to have in their archives, see spec domain 8.3
/// @param releaseDate `SOURCE_DATE_EPOCH`: the Date of Release files and signatures instead of the
///   present
public record PublishSettings(
    List<Compression> compressions,
    boolean byHash,
    boolean contents,
    int keepGenerations,
    List<String> architectures,
    Path work,
    Path skeletons,
    Optional<Instant> releaseDate) {
  public PublishSettings {
    compressions = List.copyOf(compressions);
    architectures = List.copyOf(architectures);
    if (keepGenerations < 1) {
      throw new IllegalArgumentException(
          "publishKeepGenerations is %d, but the present generation itself has to be kept: set it to 1 or more"
              .formatted(keepGenerations));
    }
  }
}
