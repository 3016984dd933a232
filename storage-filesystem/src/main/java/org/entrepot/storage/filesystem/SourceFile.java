package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;

/// A regular file that is to be read, as it was when it was looked at.
///
/// @param given the path as the user named it, for messages
/// @param path the file itself, no symbolic link
/// @param attributes size, time of change and inode
record SourceFile(Path given, Path path, BasicFileAttributes attributes) {
  /// Follows symbolic links to a regular file; refuses what is none, without opening it (a pipe
  /// would block).
  static SourceFile examine(Path given) throws IOException {
    Path path = given.toAbsolutePath();
    var attributes = attributes(path);
    if (attributes.isSymbolicLink()) {
      path = path.toRealPath();
      attributes = attributes(path);
      if (attributes.isSymbolicLink()) {
        throw new FileSystemLoopException(given.toString());
      }
    }
    if (!attributes.isRegularFile()) {
      throw new StorageException(
          Reason.NOT_A_FILE,
          "The file " + given + " is " + kind(attributes) + "; only regular files can be added");
    }
    return new SourceFile(given, path, attributes);
  }

  long sizeBytes() {
    return attributes.size();
  }

  /// Fails unless `other`, normally the same path, is still the file that was looked at, and all of
  /// it was read.
  void requireUnchanged(Path other, long bytesRead) throws IOException {
    var now = attributes(other);
    if (bytesRead != attributes.size()
        || now.size() != attributes.size()
        || !now.lastModifiedTime().equals(attributes.lastModifiedTime())
        || !Objects.equals(now.fileKey(), attributes.fileKey())) {
      throw changed();
    }
  }

  StorageException changed() {
    return new StorageException(
        Reason.SOURCE_CHANGED,
        "The file " + given + " changed while it was read; add it again when its writer is done");
  }

  private static String kind(BasicFileAttributes attributes) {
    return attributes.isDirectory() ? "a directory" : "a pipe, socket or device";
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
  }
}
