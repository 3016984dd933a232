package org.entrepot.testkit;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/// How a member of a package is compressed (deb(5)). The same input always gives the same bytes.
public enum Packing {
  NONE(""),
  GZIP(".gz"),
  XZ(".xz"),
  ZSTD(".zst"),
  BZIP2(".bz2"),
  LZMA(".lzma");

  private final String extension;

  Packing(String extension) {
    this.extension = extension;
  }

  /// The end of a file name, with its dot; empty for [#NONE].
  public String extension() {
    return extension;
  }

  /// The compressed form of the bytes.
  public byte[] pack(byte[] plain) {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = open(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private OutputStream open(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out);
      case XZ -> new XZOutputStream(out, new LZMA2Options(0));
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out);
      case BZIP2 -> new BZip2CompressorOutputStream(out);
      case LZMA -> new LZMAOutputStream(out, new LZMA2Options(0), -1);
    };
  }
}
