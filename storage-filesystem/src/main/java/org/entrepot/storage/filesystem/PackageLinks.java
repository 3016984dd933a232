package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;
import org.entrepot.storage.filesystem.FileWriter.Freshness;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.pool.PoolPath;

/// How a file of the pool gets a name in a publish directory, and when the file that is there
/// already may stay.
///
/// A pool that is not on local disks can only be copied from, whatever the method.
final class PackageLinks {
  private final LinkMethod method;
  private final VerifyMethod verify;
  private final PackagePool pool;
  private final Disk disk;
  private final FileWriter writer;

  PackageLinks(
      LinkMethod method, VerifyMethod verify, PackagePool pool, Disk disk, FileWriter writer) {
    this.method = method;
    this.verify = verify;
    this.pool = pool;
    this.disk = disk;
    this.writer = writer;
  }

  /// Fails unless the pool has the file, of the right size.
  void requireSource(PoolFile file) throws IOException {
    Optional<Path> local = pool.findLocalPath(file.path());
    if (local.isEmpty()) {
      return;
    }
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(local.get(), BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new StorageException(
          Reason.MISSING,
          "The package pool has lost " + local.get() + "; add the package again",
          e);
    }
    if (!attributes.isRegularFile() || attributes.size() != file.checksums().sizeBytes()) {
      throw new StorageException(
          Reason.CORRUPT,
          "The pool file "
              + local.get()
              + " is damaged: it has "
              + attributes.size()
              + " bytes instead of "
              + file.checksums().sizeBytes()
              + "; add the package again");
    }
  }

  /// Puts the file at a free name.
  ///
  /// @return false when the name is taken
  boolean tryPlace(PoolFile file, Path target) throws IOException {
    Optional<Path> local = pool.findLocalPath(file.path());
    try {
      if (local.isPresent() && method == LinkMethod.HARDLINK) {
        disk.hardLink(target, local.get());
        return true;
      }
      if (local.isPresent() && method == LinkMethod.SYMLINK) {
        disk.symbolicLink(target, local.get());
        return true;
      }
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      return tryPlaceCopy(file, target); // another file system, or links are not allowed here
    }
    return tryPlaceCopy(file, target);
  }

  private boolean tryPlaceCopy(PoolFile file, Path target) throws IOException {
    return !Files.exists(target, NOFOLLOW_LINKS)
        && writer.place(target, temporary -> copy(file, temporary));
  }

  /// Puts the file in place of whatever file has the name.
  void replace(PoolFile file, Path target) throws IOException {
    writer.replace(target, temporary -> fill(file, temporary));
  }

  private Freshness fill(PoolFile file, Path temporary) throws IOException {
    Optional<Path> local = pool.findLocalPath(file.path());
    if (local.isPresent() && method == LinkMethod.SYMLINK) {
      disk.symbolicLink(temporary, local.get());
      return Freshness.LINKED;
    }
    if (local.isPresent() && method == LinkMethod.HARDLINK) {
      return writer.linkOrCopy(local.get(), temporary);
    }
    return copy(file, temporary);
  }

  private Freshness copy(PoolFile file, Path temporary) throws IOException {
    Optional<Path> local = pool.findLocalPath(file.path());
    if (local.isPresent()
        && method == LinkMethod.REFLINK
        && writer.tryReflink(local.get(), temporary)) {
      return Freshness.WRITTEN;
    }
    try (var in = pool.open(file.path())) {
      writer.copy(in, file.checksums(), "The pool file " + file.path(), temporary);
      return Freshness.WRITTEN;
    }
  }

  /// How the file at `target` differs from the one of the pool, as the end of a sentence; empty
  /// when it may stay.
  Optional<String> findDifference(PoolFile file, Path target) throws IOException {
    var present = Files.readAttributes(target, BasicFileAttributes.class);
    if (present.isDirectory()) {
      throw new StorageException(
          Reason.BAD_PATH, "A directory is in the way of a package file: remove " + target);
    }
    if (!present.isRegularFile()) {
      return Optional.of("is not a regular file");
    }
    if (isSameInode(file, present)) {
      return Optional.empty();
    }
    long expectedBytes = file.checksums().sizeBytes();
    if (present.size() != expectedBytes) {
      return Optional.of("has " + present.size() + " bytes instead of " + expectedBytes);
    }
    boolean copies = method == LinkMethod.COPY || method == LinkMethod.REFLINK;
    if (copies && verify == VerifyMethod.SIZE) {
      return Optional.empty();
    }
    Sha256 actual = writer.digest(target);
    Sha256 expected = file.checksums().sha256();
    return actual.equals(expected)
        ? Optional.empty()
        : Optional.of("has SHA-256 " + actual.hex() + " instead of " + expected.hex());
  }

  private boolean isSameInode(PoolFile file, BasicFileAttributes present) throws IOException {
    Optional<Path> local = pool.findLocalPath(file.path());
    if (local.isEmpty() || present.fileKey() == null) {
      return false;
    }
    var pooled = Files.readAttributes(local.get(), BasicFileAttributes.class);
    return Objects.equals(pooled.fileKey(), present.fileKey());
  }

  /// Whether a path is that of a file of the pool.
  boolean isInPool(Path file) throws IOException {
    int names = file.getNameCount();
    if (names < 3) {
      return false;
    }
    Optional<Path> local =
        PoolPath.find(file.subpath(names - 3, names).toString()).flatMap(pool::findLocalPath);
    return local.isPresent()
        && (local.get().equals(file)
            || (Files.exists(local.get()) && local.get().toRealPath().equals(file)));
  }
}
