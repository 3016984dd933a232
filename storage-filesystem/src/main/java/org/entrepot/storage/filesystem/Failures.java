package org.entrepot.storage.filesystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;

/// Turns what the file system says into a sentence with a reason.
final class Failures {
  private static final long NEARLY_FULL_BYTES = 64 << 10;

  private Failures() {}

  /// The same failure, explained.
  ///
  /// @param attempt what was tried, as the start of a sentence: "Could not add foo.deb to the pool"
  /// @param place where it was tried, to ask for free space
  static IOException explain(String attempt, Path place, IOException cause) {
    if (cause instanceof StorageException) {
      return cause;
    }
    String said = said(cause);
    if (isFull(said, place)) {
      return new StorageException(
          Reason.NO_SPACE, attempt + ": no space is left on the disk of " + place, cause);
    }
    return switch (cause) {
      case AccessDeniedException denied ->
          new StorageException(
              Reason.DENIED,
              attempt
                  + ": the access to "
                  + denied.getFile()
                  + " is denied; check its owner and mode",
              cause);
      case NoSuchFileException missing ->
          new StorageException(
              Reason.MISSING, attempt + ": " + missing.getFile() + " does not exist", cause);
      case NotDirectoryException file ->
          new StorageException(
              Reason.BAD_PATH,
              attempt + ": a part of " + file.getFile() + " is not a directory",
              cause);
      default -> {
        String message = attempt + ": " + said;
        yield said.contains("Read-only file system")
            ? new StorageException(Reason.DENIED, message, cause)
            : new IOException(message, cause);
      }
    };
  }

  /// `text` as a path, for names that came from outside.
  static Path resolve(Path directory, String text) throws StorageException {
    try {
      return directory.resolve(text);
    } catch (InvalidPathException e) {
      throw new StorageException(
          Reason.BAD_PATH,
          "The name '"
              + new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII)
              + "' cannot be spelled in the character set of this system; run in a UTF-8 locale,"
              + " for example LC_ALL=C.UTF-8",
          e);
    }
  }

  private static String said(IOException cause) {
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getFile() + ": " + failure.getReason();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /// The text depends on the user's language, so the free space is asked too.
  private static boolean isFull(String said, Path place) {
    if (said.contains("No space left")
        || said.contains("quota exceeded")
        || said.contains("File too large")) {
      return true;
    }
    try {
      for (Path at = place; at != null; at = at.getParent()) {
        if (Files.isDirectory(at)) {
          return Files.getFileStore(at).getUsableSpace() < NEARLY_FULL_BYTES;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // this was only to understand another failure
    }
  }
}
