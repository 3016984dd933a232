package org.entrepot.format.deb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.entrepot.format.FormatException;

/// The entries of a tar archive: ustar, GNU long names, pax `path` and `size`; bodies are passed
/// over without being kept.
///
/// Not thread-safe. `this.source` names the package and the member, for errors.
final class TarReader {
  private static final String RULE = "tar(5)";
  private static final int BLOCK = 512;
  private static final int BUFFER_BYTES = 32 << 10;
  private static final int MAXIMUM_PATH_BYTES = 64 << 10;
  private static final int MAXIMUM_PAX_BYTES = 1 << 20;

  private final InputStream in;
  private final String source;
  private final DebLimits limits;
  private final LongSupplier packedBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long unpacked;
  private long bodyLeft;
  private int paddingLeft;
  private int entries;
  private boolean begun;
  private PaxHeader global = PaxHeader.NONE;

  /// @param packedBytes how many compressed bytes were taken for what was read so far
  TarReader(InputStream in, String source, DebLimits limits, LongSupplier packedBytes) {
    this.in = in;
    this.source = source;
    this.limits = limits;
    this.packedBytes = packedBytes;
  }

  /// Passes over the rest of the current entry and returns the next real one; at the end of the
  /// archive, reads the stream to its end.
  Optional<TarEntry> next() throws IOException, FormatException {
    PaxHeader local = PaxHeader.NONE;
    Optional<String> longName = Optional.empty();
    boolean pending = false;
    while (nextHeader()) {
      int header = position - BLOCK;
      char type = (char) (buffer[header + 156] & 0xff);
      String path = TarHeader.path(buffer, header);
      long size = TarHeader.size(buffer, header, source);
      switch (type) {
        case 'L' -> {
          begin(size, MAXIMUM_PATH_BYTES);
          longName = Optional.of(TarHeader.text(readBody()));
          pending = true;
        }
        case 'K' -> {
          begin(size, MAXIMUM_PAX_BYTES);
          pending = true;
        }
        case 'x' -> {
          begin(size, MAXIMUM_PAX_BYTES);
          local = PaxHeader.parse(readBody(), source);
          pending = true;
        }
        case 'g' -> {
          begin(size, MAXIMUM_PAX_BYTES);
          global = PaxHeader.parse(readBody(), source);
        }
        default -> {
          String name = local.path().or(() -> global.path()).orElse(longName.orElse(path));
          return Optional.of(entry(name, type, local.sizeBytes().orElse(size)));
        }
      }
    }
    if (pending) {
      throw fault("the archive ends where an entry must follow a long name", "");
    }
    return Optional.empty();
  }

  /// The whole body of the current entry.
  ///
  /// @throws FormatException when it has more bytes than this
  byte[] body(int maximumBytes) throws IOException, FormatException {
    if (bodyLeft > maximumBytes) {
      throw fault(
          "the file has %d bytes, more than the %d that are read".formatted(bodyLeft, maximumBytes),
          "");
    }
    return readBody();
  }

  private TarEntry entry(String name, char type, long size) throws FormatException {
    if (++entries > limits.paths()) {
      throw fault("the archive has more than %d entries".formatted(limits.paths()), "");
    }
    TarEntry.Kind kind =
        switch (type) {
          case '0', '\0', '7' -> name.endsWith("/") ? TarEntry.Kind.DIRECTORY : TarEntry.Kind.FILE;
          case '5' -> TarEntry.Kind.DIRECTORY;
          case '1', '2', '3', '4', '6' -> TarEntry.Kind.OTHER;
          default ->
              throw fault(
                  "the archive has an entry of a type that dpkg does not know either, '%c'"
                      .formatted(type),
                  name);
        };
    // links and devices have no body whatever they declare, as dpkg and GNU tar read them
    begin(kind == TarEntry.Kind.OTHER || type == '5' ? 0 : size, Long.MAX_VALUE);
    String path = checked(name);
    if (path.isEmpty() && kind != TarEntry.Kind.DIRECTORY) {
      throw fault("an entry has no name", "");
    }
    return new TarEntry(path, kind);
  }

  /// The path without a leading `./` or `/`, however often.
  private String checked(String name) throws FormatException {
    if (name.length() > MAXIMUM_PATH_BYTES) {
      throw fault("a path is longer than %d bytes".formatted(MAXIMUM_PATH_BYTES), name);
    }
    if (name.indexOf('\n') >= 0 || name.indexOf('\0') >= 0) {
      throw fault("a path has a newline or a zero byte", name);
    }
    int from = 0;
    while (name.startsWith("./", from) || name.startsWith("/", from)) {
      from += name.charAt(from) == '/' ? 1 : 2;
    }
    String path = name.substring(from);
    if (path.contains("..") && Arrays.asList(path.split("/", -1)).contains("..")) {
      throw fault("a path leads out of the package by \"..\"", name);
    }
    return path.equals(".") ? "" : path;
  }

  private void begin(long size, long maximum) throws FormatException {
    if (size > maximum) {
      throw fault(
          "a name or extended header declares %d bytes, more than %d".formatted(size, maximum), "");
    }
    if (size > limits.unpackedBytes() - unpacked) {
      throw fault(
          "an entry declares %d bytes, and a package may unpack to %d"
              .formatted(size, limits.unpackedBytes()),
          "");
    }
    bodyLeft = size;
    paddingLeft = (int) (-size & (BLOCK - 1));
  }

  private boolean nextHeader() throws IOException, FormatException {
    skip(bodyLeft + paddingLeft);
    bodyLeft = 0;
    paddingLeft = 0;
    if (!requireBlock()) {
      return false;
    }
    if (TarHeader.isZero(buffer, position)) {
      do {
        position = limit;
      } while (fill());
      return false;
    }
    TarHeader.verify(buffer, position, source);
    position += BLOCK;
    return true;
  }

  /// Makes a whole block available at `position`; false at the end of the stream.
  private boolean requireBlock() throws IOException, FormatException {
    if (limit - position >= BLOCK) {
      begun = true;
      return true;
    }
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    while (limit < BLOCK) {
      if (!fillMore()) {
        if (limit > 0 || !begun) {
          throw new EOFException(
              begun ? "the archive ends inside a header" : "the archive is empty");
        }
        return false;
      }
    }
    begun = true;
    return true;
  }

  private byte[] readBody() throws IOException, FormatException {
    byte[] body = new byte[Math.toIntExact(bodyLeft)];
    int count = 0;
    while (count < body.length) {
      if (position == limit && !fill()) {
        throw endsInside();
      }
      int part = Math.min(body.length - count, limit - position);
      System.arraycopy(buffer, position, body, count, part);
      position += part;
      count += part;
    }
    bodyLeft = 0;
    return body;
  }

  private void skip(long bytes) throws IOException, FormatException {
    long left = bytes;
    while (left > 0) {
      if (position == limit && !fill()) {
        throw endsInside();
      }
      int part = (int) Math.min(left, limit - position);
      position += part;
      left -= part;
    }
  }

  private boolean fill() throws IOException, FormatException {
    position = 0;
    limit = 0;
    return fillMore();
  }

  private boolean fillMore() throws IOException, FormatException {
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count <= 0) {
      return false;
    }
    limit += count;
    unpacked += count;
    if (unpacked > limits.unpackedBytes()) {
      throw fault(
          "the archive unpacks to more than %d bytes".formatted(limits.unpackedBytes()), "");
    }
    if (unpacked > limits.unjudgedBytes() && unpacked / limits.ratio() > packedBytes.getAsLong()) {
      throw fault(
          "the archive unpacks to more than %d times its size, as only an attack does"
              .formatted(limits.ratio()),
          "");
    }
    return true;
  }

  private static EOFException endsInside() {
    return new EOFException("the archive ends inside a file");
  }

  private FormatException fault(String problem, String excerpt) {
    return FormatException.of(source, problem, RULE, excerpt);
  }
}
