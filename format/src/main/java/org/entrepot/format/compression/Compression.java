package org.entrepot.format.compression;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/// A compression that deb(5) or the repository format knows, with its file name extension.
///
/// Reading takes concatenated gzip members, xz streams, zstd frames and bzip2 streams as one text.
/// A stream that asks for a dictionary or window beyond [#MAXIMUM_WINDOW_BYTES] is refused before
/// that memory is taken. The same input always gives the same compressed bytes. Safe for use by
/// several threads.
public enum Compression {
  NONE(""),
  GZIP(".gz"),
  XZ(".xz"),
  ZSTD(".zst"),
  BZIP2(".bz2"),
  LZMA(".lzma");

  /// The largest dictionary or window that a compressed stream may ask for: `xz -9` needs 64 MiB,
  /// `zstd --ultra -22` 128 MiB.
  public static final long MAXIMUM_WINDOW_BYTES = 256L << 20;

  // the dictionary itself and what the decoder needs besides
  private static final int XZ_MEMORY_KIB = (int) (MAXIMUM_WINDOW_BYTES >> 10) + 1024;
  private static final int ZSTD_WINDOW_LOG = 63 - Long.numberOfLeadingZeros(MAXIMUM_WINDOW_BYTES);
  private static final int BUFFER_BYTES = 8192;
  private static final ArrayCache ARRAYS = new DecoderArrays();
  private static final List<Compression> ALL = List.of(values());

  private final String extension;

  Compression(String extension) {
    this.extension = extension;
  }

  /// The end of a file name, with its dot; empty for [#NONE].
  public String extension() {
    return extension;
  }

  /// The compression of exactly this extension, with its dot (`.xz`); empty text is [#NONE].
  public static Optional<Compression> byExtension(String extension) {
    return ALL.stream().filter(compression -> compression.extension.equals(extension)).findFirst();
  }

  /// The compression that a file's name tells by its end; [#NONE] when it tells nothing.
  public static Compression ofFileName(String fileName) {
    return ALL.stream()
        .filter(compression -> compression != NONE && fileName.endsWith(compression.extension))
        .findFirst()
        .orElse(NONE);
  }

  /// The plain bytes of a compressed stream. Bytes that are damaged or end too early, here or while
  /// reading, give an [IOException], never another exception. The stream must be closed, as native
  /// memory may hang on it; that closes the compressed one too. It reads ahead.
  public InputStream decompress(InputStream compressed) throws IOException {
    if (this == NONE) {
      return compressed;
    }
    try {
      return new DecodedStream(open(new BufferedInputStream(compressed, BUFFER_BYTES)), this);
    } catch (IOException e) {
      compressed.close();
      throw e;
    } catch (RuntimeException e) {
      compressed.close();
      throw DecodedStream.damaged(this, e);
    }
  }

  private InputStream open(InputStream compressed) throws IOException {
    return switch (this) {
      case NONE -> compressed;
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(compressed)
              .setDecompressConcatenated(true)
              .get();
      case XZ -> new XZInputStream(compressed, XZ_MEMORY_KIB, true, ARRAYS);
      case ZSTD ->
          new ZstdInputStreamNoFinalizer(compressed, RecyclingBufferPool.INSTANCE)
              .setLongMax(ZSTD_WINDOW_LOG);
      case BZIP2 -> new BZip2CompressorInputStream(compressed, true);
      case LZMA -> new LZMAInputStream(compressed, XZ_MEMORY_KIB, ARRAYS);
    };
  }

  /// A stream that compresses what is written to it, at the tool's default level; it must be
  /// closed, which closes the target too.
  public OutputStream compress(OutputStream target) throws IOException {
    return switch (this) {
      case NONE -> target;
      case GZIP -> new GZIPOutputStream(target, BUFFER_BYTES);
      case XZ ->
          new XZOutputStream(target, new LZMA2Options(), org.tukaani.xz.XZ.CHECK_CRC64, ARRAYS);
      case ZSTD ->
          new ZstdOutputStreamNoFinalizer(target, RecyclingBufferPool.INSTANCE).setChecksum(true);
      case BZIP2 -> new BZip2CompressorOutputStream(target);
      case LZMA -> new LZMAOutputStream(target, new LZMA2Options(), -1, ARRAYS);
    };
  }
}
