package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.storage.FaultPoint;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolBatch;
import org.entrepot.storage.pool.PoolCondition;
import org.entrepot.storage.pool.PoolEntry;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.pool.PoolPath;

/// The package pool in a local directory: files at their [PoolPath] below the root, unfinished ones
/// below `.tmp/`.
///
/// The root is made with the first file. Directories stay when their last file is deleted.
/// Thread-safe.
public final class FilesystemPool implements PackagePool {
  private final Disk disk;
  private final Directories directories;

  /// The pool below `root`.
  public FilesystemPool(Path root) {
    this(root, FaultPoint.NONE);
  }

  /// The pool below `root`, with a hook for tests.
  public FilesystemPool(Path root, FaultPoint faults) {
    this.disk = new Disk(faults);
    this.directories = new Directories(root, disk);
  }

  @Override
  public PoolBatch newBatch() {
    return new FilesystemPoolBatch(this, directories, disk);
  }

  @Override
  public InputStream open(PoolPath path) throws IOException {
    Path file = locate(path);
    try {
      requireFile(file);
      return Files.newInputStream(file, NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw Failures.explain("Could not read " + path + " of the package pool", root(), e);
    }
  }

  private static void requireFile(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new StorageException(
          Reason.NOT_A_FILE,
          "The pool file " + file + " is not a regular file; remove it and add the package again");
    }
  }

  @Override
  public Optional<Path> findLocalPath(PoolPath path) {
    return Optional.of(root().resolve(path.text()));
  }

  @Override
  public boolean contains(PoolPath path, long sizeBytes) throws IOException {
    Path file = locate(path);
    if (!Files.exists(file, NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
      return attributes.isRegularFile() && attributes.size() == sizeBytes;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw Failures.explain("Could not look at " + path + " in the package pool", root(), e);
    }
  }

  @Override
  public PoolCondition examine(PoolFile file) throws IOException {
    try (InputStream in = open(file.path())) {
      var actual = ChecksumCalculator.of(in);
      return actual.equals(file.checksums())
          ? new PoolCondition.Intact()
          : new PoolCondition.Damaged(actual);
    } catch (StorageException e) {
      if (e.reason() == Reason.MISSING) {
        return new PoolCondition.Missing();
      }
      throw e;
    }
  }

  @Override
  public boolean delete(PoolPath path) throws IOException {
    Path file = locate(path);
    try {
      return !Files.isDirectory(file, NOFOLLOW_LINKS) && disk.delete(file);
    } catch (IOException e) {
      throw Failures.explain("Could not delete " + path + " from the package pool", root(), e);
    }
  }

  @Override
  public Stream<PoolEntry> walk() throws IOException {
    return FileTree.walk(root(), 3)
        .filter(entry -> entry.attributes().isRegularFile())
        .flatMap(entry -> entry(entry).stream());
  }

  private Optional<PoolEntry> entry(FileTree.Entry found) {
    String text = root().relativize(found.path()).toString();
    return PoolPath.find(text).map(path -> new PoolEntry(path, found.attributes().size()));
  }

  @Override
  public int sweep() throws IOException {
    try {
      return TemporaryDirectory.sweep(disk, root().resolve(TemporaryDirectory.PARENT));
    } catch (IOException e) {
      throw Failures.explain("Could not remove temporaries of the package pool", root(), e);
    }
  }

  /// The root, as an absolute path.
  @Override
  public String toString() {
    return root().toString();
  }

  private Path root() {
    return directories.root();
  }

  private Path locate(PoolPath path) throws StorageException {
    return Failures.resolve(root(), path.text());
  }
}
