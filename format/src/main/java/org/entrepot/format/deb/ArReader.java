package org.entrepot.format.deb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.entrepot.format.FormatException;

/// The members of an ar archive as deb(5) allows it: short names, decimal sizes, an even start for
/// each member.
///
/// Reads its stream from beginning to end through one buffer. Not thread-safe.
final class ArReader {
  private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
  private static final String RULE = "deb(5)";
  private static final int HEADER_BYTES = 60;
  private static final int NAME_BYTES = 16;
  private static final int SIZE_FROM = 48;
  private static final int SIZE_TO = 58;
  private static final int BUFFER_BYTES = 32 << 10;

  private final InputStream in;
  private final String source;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long bufferOffset;
  private long bodyLeft;
  private boolean padded;
  private boolean sourceFailed;

  ArReader(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  /// Whether the last [IOException] came from the stream below, not from what its bytes say.
  boolean sourceFailed() {
    return sourceFailed;
  }

  /// Checks the magic text that every archive begins with.
  void start() throws IOException, FormatException {
    byte[] magic = new byte[MAGIC.length];
    int count = readFully(magic);
    if (count == 0) {
      throw FormatException.of(source, "the file is empty", RULE, "");
    }
    if (!Arrays.equals(magic, MAGIC)) {
      String text = new String(magic, 0, count, StandardCharsets.ISO_8859_1);
      throw FormatException.of(
          source, "this is no Debian package, as it does not begin with \"!<arch>\"", RULE, text);
    }
  }

  /// Passes over what is left of the current member and returns the name of the next one, if any.
  Optional<String> next() throws IOException, FormatException {
    skipBody();
    long offset = offset();
    byte[] header = new byte[HEADER_BYTES];
    int count = readFully(header);
    if (count == 0) {
      return Optional.empty();
    }
    if (count < HEADER_BYTES) {
      throw FormatException.atOffset(
          source, offset, "the file ends inside the header of a member", RULE);
    }
    if (header[58] != '`' || header[59] != '\n') {
      throw FormatException.atOffset(
          source, offset, "the header of a member does not end as it must", RULE);
    }
    bodyLeft = size(header, offset);
    padded = bodyLeft % 2 == 1;
    return Optional.of(name(header, offset));
  }

  /// Bytes of the current member that are not yet read.
  long bodyLeft() {
    return bodyLeft;
  }

  /// The current member's bytes; valid until [#next()]. An end of the file inside it is an
  /// [EOFException].
  InputStream body() {
    return new Body();
  }

  private String name(byte[] header, long offset) throws FormatException {
    int end = NAME_BYTES;
    while (end > 0 && header[end - 1] == ' ') {
      end--;
    }
    // GNU ar ends a name by a slash, as dpkg-deb accepts
    if (end > 1 && header[end - 1] == '/' && header[0] != '/') {
      end--;
    }
    String name = new String(header, 0, end, StandardCharsets.ISO_8859_1);
    if (name.startsWith("#1/") || name.startsWith("/")) {
      throw FormatException.atOffset(
          source, offset, "the archive has long member names, which no Debian package has", RULE);
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c > '~' || c == '/') {
        throw FormatException.of(
            source, "the name of a member has a character that is not allowed", RULE, name);
      }
    }
    if (name.isEmpty()) {
      throw FormatException.atOffset(source, offset, "a member has no name", RULE);
    }
    return name;
  }

  private long size(byte[] header, long offset) throws FormatException {
    int end = SIZE_TO;
    while (end > SIZE_FROM && header[end - 1] == ' ') {
      end--;
    }
    long size = 0;
    for (int i = SIZE_FROM; i < end; i++) {
      if (header[i] < '0' || header[i] > '9') {
        throw FormatException.atOffset(
            source, offset, "the size of a member is not a decimal number", RULE);
      }
      size = size * 10 + header[i] - '0';
    }
    if (end == SIZE_FROM) {
      throw FormatException.atOffset(source, offset, "a member has no size", RULE);
    }
    return size;
  }

  private void skipBody() throws IOException {
    while (bodyLeft > 0) {
      if (position == limit && !fill()) {
        throw endsInside();
      }
      int count = (int) Math.min(bodyLeft, limit - position);
      position += count;
      bodyLeft -= count;
    }
    // the padding of the last member may be missing
    if (padded && (position < limit || fill())) {
      position++;
    }
    padded = false;
  }

  private int readFully(byte[] target) throws IOException {
    int count = 0;
    while (count < target.length && (position < limit || fill())) {
      int part = Math.min(target.length - count, limit - position);
      System.arraycopy(buffer, position, target, count, part);
      position += part;
      count += part;
    }
    return count;
  }

  private boolean fill() throws IOException {
    bufferOffset += limit;
    position = 0;
    limit = 0;
    int count = readSource(buffer, 0, buffer.length);
    limit = Math.max(count, 0);
    return count > 0;
  }

  private int readSource(byte[] target, int offset, int length) throws IOException {
    try {
      int count = 0;
      while (count == 0) {
        count = in.read(target, offset, length);
      }
      return count;
    } catch (IOException e) {
      sourceFailed = true;
      throw e;
    }
  }

  private long offset() {
    return bufferOffset + position;
  }

  private EOFException endsInside() {
    return new EOFException(
        "the file ends %d bytes before the end of this member".formatted(bodyLeft));
  }

  private final class Body extends InputStream {
    @Override
    public int read() throws IOException {
      if (bodyLeft == 0) {
        return -1;
      }
      if (position == limit && !fill()) {
        throw endsInside();
      }
      bodyLeft--;
      return buffer[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (bodyLeft == 0) {
        return -1;
      }
      if (position == limit && !fill()) {
        throw endsInside();
      }
      int count = (int) Math.min(Math.min(length, bodyLeft), limit - position);
      System.arraycopy(buffer, position, target, offset, count);
      position += count;
      bodyLeft -= count;
      return count;
    }

    @Override
    public int available() {
      return (int) Math.min(bodyLeft, limit - position);
    }
  }
}
