package org.entrepot.server.archive;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// What an [ArchiveServer] serves, and where it listens.
///
/// @param mounts at least one, with different prefixes; of nested prefixes the longest that fits
///   counts
/// @param allowedTargets directories besides the roots of the mounts that symbolic links may lead
///   into, for example the package pool
/// @param host name or address to bind to
/// @param port TCP port, or 0 for any free one
/// @param maxConnections connections open at once; more wait in the listen queue
/// @param idleTimeout a connection on which nothing moves for so long is closed
/// @param stopTimeout how long [ArchiveServer#close()] waits for answers under way
public record ArchiveOptions(
    List<Mount> mounts,
    List<Path> allowedTargets,
    String host,
    int port,
    int maxConnections,
    Duration idleTimeout,
    Duration stopTimeout) {
  public ArchiveOptions {
    mounts = List.copyOf(mounts);
    allowedTargets =
        allowedTargets.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    if (mounts.isEmpty()) {
      throw new IllegalArgumentException("there is no directory to serve");
    }
    var prefixes = new HashSet<RequestPath>();
    for (Mount mount : mounts) {
      if (!prefixes.add(mount.path())) {
        throw new IllegalArgumentException(
            "two directories are to be served below %s".formatted(mount.pathPrefix()));
      }
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port %d: not between 0 and 65535".formatted(port));
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("%d connections: at least 1".formatted(maxConnections));
    }
  }

  /// These mounts on the loopback address and a free port, without other link targets: 1000
  /// connections, 30 s until an idle one is closed, 5 s to stop.
  public static ArchiveOptions loopback(List<Mount> mounts) {
    return new ArchiveOptions(
        mounts, List.of(), "127.0.0.1", 0, 1000, Duration.ofSeconds(30), Duration.ofSeconds(5));
  }

  /// The same, listening elsewhere.
  public ArchiveOptions at(String newHost, int newPort) {
    return new ArchiveOptions(
        mounts, allowedTargets, newHost, newPort, maxConnections, idleTimeout, stopTimeout);
  }

  /// The same, with these directories as further targets of symbolic links.
  public ArchiveOptions withAllowedTargets(List<Path> newTargets) {
    return new ArchiveOptions(
        mounts, newTargets, host, port, maxConnections, idleTimeout, stopTimeout);
  }

  /// The same, with other limits.
  public ArchiveOptions withLimits(int connections, Duration idle, Duration stop) {
    return new ArchiveOptions(mounts, allowedTargets, host, port, connections, idle, stop);
  }
}
