package org.entrepot.openpgp.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// Files that hold keys: mode 0600 in directories of mode 0700 from their first instant on,
/// whatever the umask, replaced by rename, and on the disk before anybody is told.
final class KeyFiles {
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final long LARGEST_KEY_FILE = 64L * 1024 * 1024;

  private KeyFiles() {}

  static void createDirectory(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        try {
          Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_DIRECTORY));
        } catch (FileAlreadyExistsException e) {
          if (!Files.isDirectory(directory)) { // somebody else has made it in between
            throw e;
          }
        }
      }
      if (!Files.getPosixFilePermissions(directory).equals(OWNER_DIRECTORY)) {
        Files.setPosixFilePermissions(directory, OWNER_DIRECTORY);
      }
    } catch (IOException e) {
      throw new OpenPgpException(
          Reason.STORAGE, "cannot make %s a private directory for keys".formatted(directory), e);
    }
  }

  /// The file itself; of a directory, the files with keys in it, sorted.
  static List<Path> filesOf(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().endsWith(".asc")).sorted().toList();
    } catch (IOException e) {
      throw new OpenPgpException(Reason.STORAGE, "cannot list the keys in " + place, e);
    }
  }

  static byte[] read(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes((int) LARGEST_KEY_FILE + 1);
      if (bytes.length > LARGEST_KEY_FILE) {
        throw new OpenPgpException(
            Reason.CORRUPT_KEY, "the key file %s is larger than 64 MiB".formatted(file));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new OpenPgpException(
          Reason.MISSING_KEY, "the key file %s does not exist".formatted(file), e);
    } catch (IOException e) {
      throw new OpenPgpException(Reason.STORAGE, "cannot read the key file " + file, e);
    }
  }

  static void write(Path file, byte[] bytes) {
    Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      try (var channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_FILE))) {
        Files.setPosixFilePermissions(temporary, OWNER_FILE); // a umask may have taken too much
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      syncParent(file);
    } catch (IOException e) {
      throw new OpenPgpException(Reason.STORAGE, "cannot write the key file " + file, e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      syncParent(file);
    } catch (IOException e) {
      throw new OpenPgpException(Reason.STORAGE, "cannot delete the key file " + file, e);
    }
  }

  private static void syncParent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      try (var directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException _) {
      // The write has failed already and says so; the rest is a file that only its owner can read.
    }
  }
}
