package org.entrepot.server.api.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.entrepot.server.api.route.RefusedException;

/// Refuses a body of more bytes than a bound, with 413.
public final class BoundedStream extends FilterInputStream {
  private final long mostBytes;
  private long seen;

  public BoundedStream(InputStream in, long mostBytes) {
    super(in);
    this.mostBytes = mostBytes;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int bytes) {
    seen += bytes;
    if (seen > mostBytes) {
      throw tooLarge("body", mostBytes);
    }
  }

  /// The refusal of what is larger than allowed.
  public static RefusedException tooLarge(String what, long mostBytes) {
    return new RefusedException(
        413, "the %s is larger than %d bytes, which is the most here".formatted(what, mostBytes));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
