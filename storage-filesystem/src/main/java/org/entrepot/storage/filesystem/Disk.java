package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;
import org.entrepot.storage.FaultPoint;

/// Every call by which this backend changes the disk; each asks the [FaultPoint] first.
/// Thread-safe.
final class Disk {
  /// Up to here, syncing one by one is cheaper than loading [LinuxCalls] and waiting for
  /// everybody's dirty pages.
  private static final int FEW = 24;

  private final FaultPoint faults;

  Disk(FaultPoint faults) {
    this.faults = faults;
  }

  /// A new file, open for writing. Fails when the name is taken; follows no symbolic link.
  FileChannel create(Path file) throws IOException {
    faults.before("create", file);
    return FileChannel.open(file, CREATE_NEW, WRITE);
  }

  /// Appends all of `bytes` to a file from [#create].
  void write(FileChannel channel, Path file, ByteBuffer bytes) throws IOException {
    faults.before("write", file);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  void createDirectory(Path directory) throws IOException {
    faults.before("mkdir", directory);
    Files.createDirectory(directory);
  }

  void hardLink(Path link, Path existing) throws IOException {
    faults.before("link", link);
    Files.createLink(link, existing);
  }

  void symbolicLink(Path link, Path destination) throws IOException {
    faults.before("link", link);
    Files.createSymbolicLink(link, destination);
  }

  /// Fills the empty file `to` with the blocks of `from`, where the file system can.
  boolean reflink(Path from, Path to) throws IOException {
    Optional<LinuxCalls> calls = LinuxCalls.find();
    if (calls.isEmpty()) {
      return false;
    }
    faults.before("write", to);
    return calls.get().cloneFile(from, to);
  }

  /// Replaces `to` by `from`, atomically. When both are names of one inode, both may stay
  /// (rename(2)).
  void rename(Path from, Path to) throws IOException {
    faults.before("rename", to);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Removes a file.
  ///
  /// @return whether it was there
  boolean delete(Path file) throws IOException {
    faults.before("delete", file);
    return Files.deleteIfExists(file);
  }

  /// Removes a directory when it is one and empty.
  ///
  /// `Files.delete` would also remove a file or link that took its place a moment ago; this cannot.
  ///
  /// @return whether it is gone now
  boolean deleteEmptyDirectory(Path directory) throws IOException {
    Path parent = directory.getParent();
    Path name = directory.getFileName();
    if (parent == null || name == null) {
      return false;
    }
    faults.before("delete", directory);
    try (var siblings = Files.newDirectoryStream(parent)) {
      if (siblings instanceof SecureDirectoryStream<Path> secure) {
        secure.deleteDirectory(name);
        return true;
      }
      return false; // an empty directory more does no harm
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      if (Files.isDirectory(directory, NOFOLLOW_LINKS) || Files.exists(directory, NOFOLLOW_LINKS)) {
        return false; // not empty (every system words it differently), or not a directory
      }
      return true;
    }
  }

  /// Makes one file or directory durable; nothing when it is gone.
  void sync(Path fileOrDirectory) throws IOException {
    faults.before("sync", fileOrDirectory);
    try (var channel = FileChannel.open(fileOrDirectory, READ)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      return; // whoever removed it did not want it durable
    }
  }

  /// Makes `changed` durable: one by one when they are few, else by a sync of their file systems.
  ///
  /// @param fileSystems a directory in each file system concerned
  void sync(Collection<Path> changed, Collection<Path> fileSystems) throws IOException {
    if (changed.size() > FEW && syncFileSystems(fileSystems)) {
      return;
    }
    for (Path path : changed) {
      sync(path);
    }
  }

  private boolean syncFileSystems(Collection<Path> fileSystems) throws IOException {
    Optional<LinuxCalls> calls = LinuxCalls.find();
    if (calls.isEmpty()) {
      return false;
    }
    for (Path directory : fileSystems) {
      faults.before("sync", directory);
      if (!calls.get().syncFileSystem(directory)) {
        return false;
      }
    }
    return true;
  }
}
