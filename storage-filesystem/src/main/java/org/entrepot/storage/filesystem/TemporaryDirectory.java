package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// A directory for the unfinished files of one batch: `.tmp/<process>-<random>/`, with a file
/// `lock` that its owner keeps locked.
///
/// The operating system drops the lock with the process, however it dies, also on another machine
/// that shares the disk; so whoever obtains the lock of such a directory may remove it. A process
/// recognises its own directories by name and leaves them alone: closing another channel to a lock
/// file would drop the lock.
final class TemporaryDirectory implements AutoCloseable {
  /// The directory of all of these, below the root of a pool.
  static final String PARENT = ".tmp";

  private static final String LOCK = "lock";
  private static final int MAX_ATTEMPTS = 20;

  private final Disk disk;
  private final Path directory;
  private final FileChannel lock;

  private TemporaryDirectory(Disk disk, Path directory, FileChannel lock) {
    this.disk = disk;
    this.directory = directory;
    this.lock = lock;
  }

  /// A new directory below `parent`, which exists.
  static TemporaryDirectory create(Disk disk, Path parent) throws IOException {
    String process = process();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
      Path directory = parent.resolve(process + "-" + random);
      try {
        disk.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        continue;
      }
      FileChannel lock = lock(directory);
      if (lock != null) {
        return new TemporaryDirectory(disk, directory, lock);
      }
    }
    throw new IOException("Could not lock a directory for temporary files below " + parent);
  }

  /// The locked channel; null when a sweeping process came in between and removed the directory.
  private static @Nullable FileChannel lock(Path directory) throws IOException {
    Path file = directory.resolve(LOCK);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      if (channel.tryLock() == null || !Files.exists(file)) {
        channel.close();
        return null;
      }
    } catch (IOException e) {
      return channel; // no locks on this file system, so nobody can sweep it either
    }
    return channel;
  }

  /// The path of the unfinished file with this number.
  Path file(int number) {
    return directory.resolve(Integer.toString(number));
  }

  /// Removes the directory with all that is in it.
  @Override
  public void close() throws IOException {
    try (lock) {
      deleteAll(disk, directory);
    }
  }

  /// Removes the directories of dead processes below `parent`.
  ///
  /// @return how many unfinished files were removed
  static int sweep(Disk disk, Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return 0;
    }
    int removed = 0;
    for (Path directory : children(parent)) {
      if (!directory.getFileName().toString().startsWith(process() + "-")) {
        removed += sweepOne(disk, directory);
      }
    }
    return removed;
  }

  private static int sweepOne(Disk disk, Path directory) throws IOException {
    if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
      return 0;
    }
    try (var channel =
            FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock == null ? 0 : deleteAll(disk, directory);
    } catch (NoSuchFileException e) {
      return 0; // its owner finished meanwhile
    }
  }

  private static int deleteAll(Disk disk, Path directory) throws IOException {
    int removed = 0;
    for (Path file : children(directory)) {
      if (!file.getFileName().toString().equals(LOCK) && disk.delete(file)) {
        removed++;
      }
    }
    disk.delete(directory.resolve(LOCK));
    disk.deleteEmptyDirectory(directory);
    return removed;
  }

  private static List<Path> children(Path directory) throws IOException {
    try (var children = Files.list(directory)) {
      return children.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /// A name of this process that no later one has: process number and time of start.
  private static String process() {
    ProcessHandle self = ProcessHandle.current();
    long started = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    return self.pid() + "-" + started;
  }
}
