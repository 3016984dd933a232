package org.entrepot.service.mirror;

import java.nio.file.Path;
import java.util.List;
import org.entrepot.transport.TransportOptions;

/// How mirrors are made in this installation. Immutable.
///
/// @param transport how files are fetched
/// @param parallel how many files at once
/// @param keyrings where the keys of archives are looked for when nobody names a keyring; those
///   that are missing do not matter
/// @param directory for what is half fetched, and for the indices that were fetched last; on the
///   file system of the pool
/// @param defaults for requests that say nothing
public record MirrorSettings(
    TransportOptions transport,
    int parallel,
    List<Path> keyrings,
    Path directory,
    MirrorDefaults defaults) {
  public MirrorSettings {
    keyrings = List.copyOf(keyrings);
    parallel = Math.max(1, parallel);
  }
}
