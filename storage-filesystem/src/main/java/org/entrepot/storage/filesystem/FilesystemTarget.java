package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.storage.FaultPoint;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.target.ClashPolicy;
import org.entrepot.storage.target.LinkResult;
import org.entrepot.storage.target.PublishTarget;
import org.entrepot.storage.target.TargetFile;

/// A publish target in a local directory, made with the first file.
///
/// Unfinished files lie beside the file that they become, under names that begin with
/// [TargetPath#TEMPORARY_PREFIX]. Symbolic links are followed as long as they stay below the root
/// or, for package files, lead into the pool. Content that *replaces* a file is durable before it
/// is seen; content at a new path is durable after [#sync]. Thread-safe.
public final class FilesystemTarget implements PublishTarget {
  /// How often to begin again when somebody else removes the directory, or the temporary file, in
  /// use.
  private static final int MAX_ATTEMPTS = 1000;

  private final Disk disk;
  private final Directories directories;
  private final PackageLinks links;
  private final FileWriter writer;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final ReentrantLock syncing = new ReentrantLock();

  /// The target below `root`, taking package files from `pool`.
  public FilesystemTarget(Path root, LinkMethod method, VerifyMethod verify, PackagePool pool) {
    this(root, method, verify, pool, FaultPoint.NONE);
  }

  /// The target below `root`, taking package files from `pool`, with a hook for tests.
  public FilesystemTarget(
      Path root, LinkMethod method, VerifyMethod verify, PackagePool pool, FaultPoint faults) {
    this.disk = new Disk(faults);
    this.directories = new Directories(root, disk);
    this.writer = new FileWriter(disk);
    this.links = new PackageLinks(method, verify, pool, disk, writer);
  }

  /// One try of a change whose directory exists; throws `NoSuchFileException` when it does not any
  /// more.
  @FunctionalInterface
  private interface Change<T> {
    T apply(Path file) throws IOException;
  }

  private <T> T change(String attempt, TargetPath path, Change<T> change) throws IOException {
    if (path.isRoot()) {
      throw new StorageException(
          Reason.BAD_PATH, attempt + ": the root of a publish target is not a file");
    }
    String directory = Directories.parent(path.text());
    try {
      for (int tried = 1; ; tried++) {
        directories.require(directory);
        try {
          T result = change.apply(directories.locate(path.text()));
          changed.add(path.text());
          return result;
        } catch (NoSuchFileException e) {
          if (tried == MAX_ATTEMPTS) {
            throw e;
          }
          directories.forget(directory);
        }
      }
    } catch (IOException e) {
      throw Failures.explain(attempt, directories.root(), e);
    }
  }

  @Override
  public LinkResult link(PoolFile file, TargetPath path, ClashPolicy policy) throws IOException {
    return change(
        "Could not publish " + path,
        path,
        target -> {
          links.requireSource(file);
          if (links.tryPlace(file, target)) {
            return new LinkResult.Linked(path);
          }
          if (Files.isSymbolicLink(target) && !Files.exists(target)) {
            links.replace(file, target); // nothing to read there, so nothing to lose
            return new LinkResult.Linked(path);
          }
          Optional<String> difference = findDifference(file, target);
          if (difference.isEmpty()) {
            return new LinkResult.AlreadyThere(path);
          }
          if (policy == ClashPolicy.REFUSE) {
            return new LinkResult.Clash(path, difference.get());
          }
          links.replace(file, target);
          return new LinkResult.Replaced(path);
        });
  }

  private Optional<String> findDifference(PoolFile file, Path target) throws IOException {
    if (leadsOut(target)) {
      return Optional.of("is a symbolic link that leads out of the publish directory");
    }
    return links.findDifference(file, target);
  }

  @Override
  public void put(TargetPath path, byte[] content) throws IOException {
    change(
        "Could not write " + path,
        path,
        target -> {
          requireNoDirectory(target);
          writer.replace(target, temporary -> writer.write(content, temporary));
          return path;
        });
  }

  @Override
  public void put(TargetPath path, Path local, Checksums expected) throws IOException {
    change(
        "Could not write " + path,
        path,
        target -> {
          requireNoDirectory(target);
          requireExists(local);
          try (var in = Files.newInputStream(local)) {
            writer.replace(
                target,
                temporary -> {
                  writer.copy(in, expected, "The file " + local, temporary);
                  return FileWriter.Freshness.WRITTEN;
                });
          }
          return path;
        });
  }

  @Override
  public void take(TargetPath path, Path local, Checksums expected) throws IOException {
    change(
        "Could not write " + path,
        path,
        target -> {
          requireNoDirectory(target);
          requireExists(local);
          if (Files.size(local) != expected.sizeBytes()) {
            throw new StorageException(
                Reason.CORRUPT,
                "The file %s has %d bytes instead of %d"
                    .formatted(local, Files.size(local), expected.sizeBytes()));
          }
          writer.replace(target, temporary -> writer.give(local, temporary));
          return path;
        });
  }

  @Override
  public void copy(TargetPath from, TargetPath to) throws IOException {
    String attempt = "Could not copy " + from + " to " + to;
    change(
        attempt,
        to,
        target -> {
          Path source = requireFile(from, attempt);
          requireNoDirectory(target);
          if (!from.equals(to)) {
            writer.replace(target, temporary -> writer.linkOrCopy(source, temporary));
          }
          return to;
        });
  }

  private static void requireExists(Path local) throws IOException {
    if (!Files.exists(local)) {
      throw new StorageException(Reason.MISSING, "The file " + local + " does not exist");
    }
  }

  private static void requireNoDirectory(Path target) throws IOException {
    if (Files.isDirectory(target, NOFOLLOW_LINKS)) {
      throw new StorageException(
          Reason.BAD_PATH, "A directory is in the way of a file: remove " + target);
    }
  }

  @Override
  public boolean delete(TargetPath path) throws IOException {
    String directory = Directories.parent(path.text());
    try {
      if (path.isRoot()) {
        return false;
      }
      Path target = directories.locate(path.text());
      boolean removed =
          directories.exists(directory)
              && !Files.isDirectory(target, NOFOLLOW_LINKS)
              && disk.delete(target);
      deleteEmptyDirectories(directory);
      changed.add(path.text());
      return removed;
    } catch (IOException e) {
      throw Failures.explain("Could not delete " + path, directories.root(), e);
    }
  }

  /// Also when the file was gone before: a crash may have come between the two.
  private void deleteEmptyDirectories(String directory) throws IOException {
    for (String at = directory; !at.isEmpty(); at = Directories.parent(at)) {
      if (!disk.deleteEmptyDirectory(directories.locate(at))) {
        return;
      }
      directories.forget(at);
    }
  }

  @Override
  public Optional<TargetFile> find(TargetPath path) throws IOException {
    try {
      return findFile(path).map(found -> new TargetFile(path, found.attributes().size()));
    } catch (IOException e) {
      throw Failures.explain("Could not look at " + path, directories.root(), e);
    }
  }

  @Override
  public Sha256 digest(TargetPath path) throws IOException {
    String attempt = "Could not read " + path;
    try {
      return writer.digest(requireFile(path, attempt));
    } catch (IOException e) {
      throw Failures.explain(attempt, directories.root(), e);
    }
  }

  private Path requireFile(TargetPath path, String attempt) throws IOException {
    return findFile(path)
        .map(FileTree.Entry::path)
        .orElseThrow(() ->
            new StorageException(
                Reason.MISSING,
                attempt + ": there is no file " + directories.root().resolve(path.text())));
  }

  private Optional<FileTree.Entry> findFile(TargetPath path) throws IOException {
    if (path.isRoot() || !directories.exists(Directories.parent(path.text()))) {
      return Optional.empty();
    }
    Path file = directories.locate(path.text());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (leadsOut(file)) {
      throw new StorageException(
          Reason.BAD_PATH,
          "The file " + file + " is a symbolic link that leads out of " + directories.root());
    }
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(new FileTree.Entry(file, attributes))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// Whether a path is a symbolic link to a file which is neither in this target nor in the pool.
  private boolean leadsOut(Path file) throws IOException {
    if (!Files.isSymbolicLink(file)
        || links.isInPool(file.resolveSibling(Files.readSymbolicLink(file)))) {
      return false;
    }
    Path real = file.toRealPath();
    return !real.startsWith(directories.root().toRealPath()) && !links.isInPool(real);
  }

  @Override
  public Stream<TargetFile> list(TargetPath directory) throws IOException {
    if (!directories.exists(directory.text())) {
      return Stream.empty();
    }
    return FileTree.walk(directories.locate(directory.text()), Integer.MAX_VALUE)
        .flatMap(entry -> listed(entry).stream());
  }

  private Optional<TargetFile> listed(FileTree.Entry entry) {
    TargetPath path;
    try {
      path = TargetPath.of(directories.root().relativize(entry.path()).toString());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a temporary, or a name that nothing here can have made
    }
    if (entry.attributes().isRegularFile()) {
      return Optional.of(new TargetFile(path, entry.attributes().size()));
    }
    try {
      return entry.attributes().isSymbolicLink() ? find(path) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // a link that leads out is not a file of this target
    }
  }

  /// Callers wait for each other: who finds nothing to do must not return before the sync that is
  /// under way.
  @Override
  public void sync() throws IOException {
    syncing.lock();
    try {
      List<String> taken = new ArrayList<>(changed);
      taken.forEach(changed::remove);
      try {
        disk.sync(directories.withParents(taken), directories.fileSystems());
      } catch (IOException e) {
        changed.addAll(taken);
        throw Failures.explain(
            "Could not make the files in " + directories.root() + " durable",
            directories.root(),
            e);
      }
      directories.forgetAll();
    } finally {
      syncing.unlock();
    }
  }

  @Override
  public int sweep(Instant olderThan) throws IOException {
    int removed = 0;
    try (var files = FileTree.walk(directories.root(), Integer.MAX_VALUE)) {
      for (var entry : (Iterable<FileTree.Entry>) files::iterator) {
        if (entry.path().getFileName().toString().startsWith(TargetPath.TEMPORARY_PREFIX)
            && entry.attributes().lastModifiedTime().toInstant().isBefore(olderThan)
            && disk.delete(entry.path())) {
          removed++;
          deleteEmptyDirectories(
              directories.root().relativize(entry.path().getParent()).toString());
        }
      }
      return removed;
    } catch (IOException e) {
      throw Failures.explain("Could not remove temporaries", directories.root(), e);
    }
  }

  @Override
  public Optional<Path> findLocalPath(TargetPath path) throws IOException {
    return Optional.of(directories.locate(path.text()));
  }

  @Override
  public String toString() {
    return directories.root().toString();
  }
}
