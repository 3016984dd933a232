package org.entrepot.cli.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How archives are mirrored.
///
/// @param parallel how many files are fetched at once
/// @param bytesPerSecond 0 for no bound
/// @param tries how often a file is asked for when the trouble may pass
/// @param timeout how long an archive may be silent
/// @param sources whether source packages are mirrored when nothing is said
/// @param authFiles credentials
/// @param authorities certificates to trust instead of the usual ones
/// @param certificate our own
/// @param key its private key
public record MirrorConfiguration(
    int parallel,
    long bytesPerSecond,
    int tries,
    Duration timeout,
    boolean sources,
    List<Path> authFiles,
    Optional<Path> authorities,
    Optional<Path> certificate,
    Optional<Path> key,
    String ppaBase,
    String ppaDistributor,
    String ppaCodename) {
  public MirrorConfiguration {
    authFiles = List.copyOf(authFiles);
  }
}
