package org.entrepot.server.archive;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// From the path of a request to what lies there, never outside the served directories.
///
/// A path is resolved with all its symbolic links, and the result must lie below the root of a
/// mount or below an allowed target. Everything else (missing, unreadable, a device, a temporary
/// name of ours) is absent: a client learns nothing about it.
final class ArchiveTree {
  private static final String TEMPORARY = ".entrepot-";

  private final List<Mount> mounts;
  private final List<Path> allowed;

  ArchiveTree(List<Mount> mounts, List<Path> allowedTargets) {
    this.mounts =
        mounts.stream()
            .sorted(
                Comparator.comparingInt((Mount mount) -> mount.path().names().size()).reversed())
            .toList();
    this.allowed =
        Stream.concat(mounts.stream().map(Mount::root), allowedTargets.stream()).toList();
  }

  /// What lies at a path.
  sealed interface Found {
    /// A regular file.
    ///
    /// @param below its path below its mount
    /// @param real where it is, without symbolic links
    record ArchiveFile(RequestPath below, Path real, FileState state) implements Found {}

    /// A directory.
    record Directory(List<Entry> entries) implements Found {}

    /// Nothing that may be served.
    record Absent() implements Found {}
  }

  /// One line of a directory.
  record Entry(String name, FileState state) {}

  Found find(RequestPath path) {
    try {
      return require(path);
    } catch (IOException | InvalidPathException e) {
      // Missing, unreadable, a loop of links, a name that this file system cannot have.
      return new Found.Absent();
    }
  }

  private Found require(RequestPath path) throws IOException {
    if (path.names().stream().anyMatch(name -> name.startsWith(TEMPORARY))) {
      return new Found.Absent();
    }
    Optional<Mount> mount = mounts.stream().filter(m -> path.startsWith(m.path())).findFirst();
    Map<String, Entry> mountPoints = mountPointsIn(path);
    if (mount.isEmpty()) {
      return mountPoints.isEmpty() ? new Found.Absent() : directory(mountPoints);
    }
    RequestPath below = path.below(mount.get().path());
    Path wanted = mount.get().root();
    for (String name : below.names()) {
      wanted = wanted.resolve(name);
    }
    Optional<Path> real = inside(wanted);
    if (real.isEmpty()) {
      return mountPoints.isEmpty() ? new Found.Absent() : directory(mountPoints);
    }
    FileState state = FileState.read(real.get());
    return switch (state.kind()) {
      case FILE ->
          path.directory() ? new Found.Absent() : new Found.ArchiveFile(below, real.get(), state);
      case DIRECTORY -> directory(with(mountPoints, real.get(), path));
      case OTHER -> new Found.Absent();
    };
  }

  private static Found directory(Map<String, Entry> entries) {
    return new Found.Directory(
        entries.values().stream()
            .sorted(
                Comparator.comparing((Entry entry) -> entry.state().kind() == FileState.Kind.FILE)
                    .thenComparing(Entry::name))
            .toList());
  }

  /// Where a path really is, if that may be served. The roots are resolved each time: they may
  /// appear later.
  private Optional<Path> inside(Path path) {
    Optional<Path> real = realPath(path);
    return real.filter(found ->
        allowed.stream().flatMap(root -> realPath(root).stream()).anyMatch(found::startsWith));
  }

  private static Optional<Path> realPath(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Map<String, Entry> mountPointsIn(RequestPath path) {
    var entries = new HashMap<String, Entry>();
    for (Mount mount : mounts) {
      RequestPath prefix = mount.path();
      if (prefix.names().size() > path.names().size() && prefix.startsWith(path)) {
        String name = prefix.names().get(path.names().size());
        entries.put(
            name, new Entry(name, new FileState(FileState.Kind.DIRECTORY, 0, Instant.EPOCH, 0)));
      }
    }
    return entries;
  }

  private Map<String, Entry> with(Map<String, Entry> mountPoints, Path directory, RequestPath path)
      throws IOException {
    if (!path.directory()) {
      // The answer will be a redirect: there is no need to read it.
      return mountPoints;
    }
    var entries = new HashMap<String, Entry>();
    var children = new ArrayList<Path>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    }
    for (Path child : children) {
      String name = String.valueOf(child.getFileName());
      if (!name.startsWith(TEMPORARY)) {
        entry(child, name).ifPresent(entry -> entries.put(name, entry));
      }
    }
    entries.putAll(mountPoints);
    return entries;
  }

  private Optional<Entry> entry(Path child, String name) {
    try {
      FileState state = FileState.read(child);
      if (state.kind() == FileState.Kind.OTHER) {
        Optional<Path> real = inside(child);
        if (real.isEmpty()) {
          return Optional.empty();
        }
        state = FileState.read(real.get());
      }
      return state.kind() == FileState.Kind.OTHER
          ? Optional.empty()
          : Optional.of(new Entry(name, state));
    } catch (IOException e) {
      // It vanished while the directory was read, or is not ours to read.
      return Optional.empty();
    }
  }
}
