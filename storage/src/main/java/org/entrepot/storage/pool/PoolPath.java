package org.entrepot.storage.pool;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.storage.path.FileNames;

/// Where a file lives in the pool: `hh/hh/h{28}_name`, from the first 32 hexadecimal digits of its
/// SHA-256 and its base name, for example `c7/6b/4bd12fd92e4dfe1b55b18a67a669_libfoo_1.0_i386.deb`.
///
/// The same content under two names has two paths. The name has at most 226 bytes, so that the last
/// part fits into 255.
///
/// @param text the path, with `/` between its three parts, relative to the root of the pool
public record PoolPath(String text) implements Comparable<PoolPath> {
  private static final Pattern SHAPE =
      Pattern.compile("[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{28}_(?<name>.+)", Pattern.DOTALL);
  private static final int NAME_START = 35;

  /// The longest base name that fits, in bytes of UTF-8.
  public static final int MAX_NAME_BYTES = FileNames.MAX_BYTES - 29;

  /// Refuses what is not such a path with `IllegalArgumentException`.
  public PoolPath {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + FileNames.printable(text) + "' is not a path in the package pool");
    }
    findNameFault(text.substring(NAME_START))
        .ifPresent(fault -> {
          throw new IllegalArgumentException(
              "The pool path '" + FileNames.printable(text) + "' " + fault);
        });
  }

  /// The place of the content with this digest under this base name.
  public static PoolPath of(Sha256 sha256, String fileName) {
    String hex = sha256.hex();
    return new PoolPath(
        hex.substring(0, 2)
            + "/"
            + hex.substring(2, 4)
            + "/"
            + hex.substring(4, 32)
            + "_"
            + fileName);
  }

  /// The path that `text` spells, as [#toString] wrote it.
  public static PoolPath parse(String text) {
    return new PoolPath(text);
  }

  /// The path that `text` spells; empty when it is none.
  public static Optional<PoolPath> find(String text) {
    return SHAPE.matcher(text).matches() && findNameFault(text.substring(NAME_START)).isEmpty()
        ? Optional.of(new PoolPath(text))
        : Optional.empty();
  }

  /// Says what is wrong with a base name, as the end of a sentence; empty when the pool can hold
  /// it.
  public static Optional<String> findNameFault(String fileName) {
    Optional<String> fault = FileNames.findFault(fileName);
    if (fault.isPresent()) {
      return fault;
    }
    int bytes = fileName.getBytes(StandardCharsets.UTF_8).length;
    return bytes > MAX_NAME_BYTES
        ? Optional.of("has a name of " + bytes + " bytes, more than " + MAX_NAME_BYTES)
        : Optional.empty();
  }

  /// The base name with which the file was added.
  public String fileName() {
    return text.substring(NAME_START);
  }

  /// Whether content with this digest belongs here.
  public boolean fits(Sha256 sha256) {
    return of(sha256, fileName()).equals(this);
  }

  @Override
  public int compareTo(PoolPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
