package org.entrepot.format.compression;

import java.io.IOException;
import java.io.InputStream;

/// Lets only [IOException] out of a decoder: some throw others when their input is damaged.
final class DecodedStream extends InputStream {
  private final InputStream decoder;
  private final Compression compression;
  private final byte[] single = new byte[1];

  DecodedStream(InputStream decoder, Compression compression) {
    this.decoder = decoder;
    this.compression = compression;
  }

  static IOException damaged(Compression compression, RuntimeException cause) {
    return new IOException(
        "the %s stream is damaged (%s)".formatted(compression.extension(), cause), cause);
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      int count = decoder.read(buffer, offset, length);
      // never a busy loop in the caller: zstd may give nothing although more is to come
      while (count == 0) {
        count = decoder.read(buffer, offset, length);
      }
      return count;
    } catch (RuntimeException e) {
      throw damaged(compression, e);
    }
  }

  @Override
  public int available() throws IOException {
    return decoder.available();
  }

  @Override
  public void close() throws IOException {
    decoder.close();
  }
}
