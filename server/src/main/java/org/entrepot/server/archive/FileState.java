package org.entrepot.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What tells one state of a path from another: Entrepot replaces files by rename, so a changed
/// file has another inode.
///
/// @param kind regular file, directory, or something that is never served
/// @param sizeBytes length
/// @param modified with the resolution of the file system
/// @param inode number on its file system
record FileState(Kind kind, long sizeBytes, Instant modified, long inode) {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  enum Kind {
    FILE,
    DIRECTORY,
    OTHER
  }

  /// The state of a path, without following a symbolic link at its end.
  static FileState read(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(
            path,
            "unix:size,lastModifiedTime,ino,isRegularFile,isDirectory",
            LinkOption.NOFOLLOW_LINKS);
    Kind kind = Kind.OTHER;
    if (Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
      kind = Kind.FILE;
    } else if (Boolean.TRUE.equals(attributes.get("isDirectory"))) {
      kind = Kind.DIRECTORY;
    }
    return new FileState(
        kind,
        (long) require(attributes, "size"),
        ((FileTime) require(attributes, "lastModifiedTime")).toInstant(),
        (long) require(attributes, "ino"));
  }

  private static Object require(Map<String, Object> attributes, String name) throws IOException {
    Object value = attributes.get(name);
    if (value == null) {
      throw new IOException("the file system does not tell the %s of a file".formatted(name));
    }
    return value;
  }

  /// A strong entity tag (RFC 9110, 8.8.3).
  String entityTag() {
    return "\"%x-%x-%x\""
        .formatted(sizeBytes, ChronoUnit.NANOS.between(Instant.EPOCH, modified), inode);
  }

  /// The date that tells this state from all others; empty while the file is so young that it may
  /// change again within the same second (RFC 9110, 8.8.2.2).
  Optional<String> distinctDate(Clock clock) {
    return modified.plus(Duration.ofSeconds(2)).isBefore(clock.instant())
        ? Optional.of(HTTP_DATE.format(modified))
        : Optional.empty();
  }

  /// The time for Last-Modified. Of a young file it is a second too early, which is the date of no
  /// later state. Without any date, apt would take the second of its request, in which the next
  /// state may be written, and keep this one.
  String lastModified(Clock clock) {
    return distinctDate(clock).orElseGet(() -> HTTP_DATE.format(modified.minusSeconds(1)));
  }
}
