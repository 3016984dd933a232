package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ThreadLocalRandom;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;
import org.entrepot.storage.path.TargetPath;

/// Writes whole files: under a temporary name in the same directory, then moved.
final class FileWriter {
  private static final int CHUNK_BYTES = 128 << 10;

  private final Disk disk;

  FileWriter(Disk disk) {
    this.disk = disk;
  }

  /// Makes the file at a name that is free.
  @FunctionalInterface
  interface Filling {
    /// Whether the bytes are new, so that they have to be synced before they may replace others.
    Freshness fill(Path temporary) throws IOException;
  }

  /// Whether bytes still have to reach the disk.
  enum Freshness {
    WRITTEN,
    LINKED,
    /// One more name for bytes that were just written.
    GIVEN
  }

  /// Puts a new file in place of whatever file is there. What it replaces is replaced by durable
  /// bytes.
  void replace(Path target, Filling filling) throws IOException {
    Path temporary = temporary(target);
    try {
      Freshness freshness = filling.fill(temporary);
      if (freshness != Freshness.LINKED && Files.exists(target, NOFOLLOW_LINKS)) {
        disk.sync(temporary);
      }
      disk.rename(temporary, target);
      if (freshness != Freshness.WRITTEN) {
        disk.delete(temporary); // rename(2) leaves both when they are the same file already
      }
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  /// Puts a new file where there is none.
  ///
  /// @return false when there is one
  boolean place(Path target, Filling filling) throws IOException {
    Path temporary = temporary(target);
    try {
      filling.fill(temporary);
      boolean placed = moveToFreeName(temporary, target);
      disk.delete(temporary);
      return placed;
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  private boolean moveToFreeName(Path temporary, Path target) throws IOException {
    try {
      disk.hardLink(target, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) { // no hard links here, so take the risk of a race
      if (Files.exists(target, NOFOLLOW_LINKS)) {
        return false;
      }
      disk.rename(temporary, target);
      return true;
    }
  }

  private void deleteAfter(Exception failure, Path temporary) {
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static Path temporary(Path target) {
    return target.resolveSibling(
        TargetPath.TEMPORARY_PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong()));
  }

  /// The bytes as a new file.
  Freshness write(byte[] content, Path temporary) throws IOException {
    try (FileChannel out = disk.create(temporary)) {
      disk.write(out, temporary, ByteBuffer.wrap(content));
    }
    return Freshness.WRITTEN;
  }

  /// A copy of `source`, checked against `expected` on the way.
  ///
  /// @param name what the source is called in a message, as the start of a sentence
  void copy(InputStream source, Checksums expected, String name, Path temporary)
      throws IOException {
    Sha256 actual = copy(source, expected.sizeBytes(), temporary);
    if (!actual.equals(expected.sha256())) {
      throw new StorageException(
          Reason.CORRUPT,
          name
              + " has other content than expected: its SHA-256 is "
              + actual.hex()
              + " instead of "
              + expected.sha256().hex());
    }
  }

  /// A copy that shares blocks with `source`.
  ///
  /// @return false when the file system cannot; then there is no file
  boolean tryReflink(Path source, Path temporary) throws IOException {
    disk.create(temporary).close();
    if (disk.reflink(source, temporary)) {
      return true;
    }
    disk.delete(temporary);
    return false;
  }

  /// One more name for the file, or a copy where the file system allows no more names.
  Freshness linkOrCopy(Path source, Path temporary) throws IOException {
    try {
      disk.hardLink(temporary, source);
      return Freshness.LINKED;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      try (var in = Files.newInputStream(source)) {
        copy(in, Files.size(source), temporary);
      }
      return Freshness.WRITTEN;
    }
  }

  /// One more name for a new file, or a copy on another file system.
  Freshness give(Path source, Path temporary) throws IOException {
    return linkOrCopy(source, temporary) == Freshness.LINKED ? Freshness.GIVEN : Freshness.WRITTEN;
  }

  private Sha256 copy(InputStream in, long expectedBytes, Path temporary) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] chunk = chunk(expectedBytes);
    try (FileChannel out = disk.create(temporary)) {
      int count;
      while ((count = in.read(chunk)) >= 0) {
        sha256.update(chunk, 0, count);
        disk.write(out, temporary, ByteBuffer.wrap(chunk, 0, count));
      }
    }
    return Sha256.of(sha256.digest());
  }

  /// The digest of the content of a file.
  Sha256 digest(Path file) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] chunk = chunk(Files.size(file));
    try (var in = Files.newInputStream(file)) {
      int count;
      while ((count = in.read(chunk)) >= 0) {
        sha256.update(chunk, 0, count);
      }
    }
    return Sha256.of(sha256.digest());
  }

  private static byte[] chunk(long fileBytes) {
    return new byte[(int) Math.min(fileBytes, CHUNK_BYTES - 1) + 1];
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
