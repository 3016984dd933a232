package org.entrepot.catalog.table;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import org.entrepot.catalog.error.CatalogFailure;

/// Bytes as the catalog stores them: one byte that tells how (0 as they are, 1 as one zstd frame
/// with its content size), then the bytes. Not thread-safe; close it after use.
final class PackedBytes implements AutoCloseable {
  private static final byte PLAIN = 0;
  private static final byte ZSTD = 1;
  private static final int SMALLEST = 64;
  // A row is limited by what the catalog accepts, so a frame that claims more is damaged.
  private static final long LARGEST = 1L << 30;

  private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(3).setContentSize(true);
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

  byte[] pack(byte[] plain) {
    if (plain.length >= SMALLEST) {
      var frame = compressor.compress(plain);
      if (frame.length < plain.length) {
        return tagged(ZSTD, frame);
      }
    }
    return tagged(PLAIN, plain);
  }

  private static byte[] tagged(byte tag, byte[] body) {
    var packed = new byte[body.length + 1];
    packed[0] = tag;
    System.arraycopy(body, 0, packed, 1, body.length);
    return packed;
  }

  byte[] unpack(byte[] packed) {
    if (packed.length == 0) {
      throw CatalogFailure.corrupt("the catalog holds packed bytes without a tag");
    }
    var body = Arrays.copyOfRange(packed, 1, packed.length);
    return switch (packed[0]) {
      case PLAIN -> body;
      case ZSTD -> unpackFrame(body);
      default -> throw CatalogFailure.corrupt("the catalog holds bytes packed in way " + packed[0]);
    };
  }

  private byte[] unpackFrame(byte[] frame) {
    var size = com.github.luben.zstd.Zstd.getFrameContentSize(frame);
    if (size < 0 || size > LARGEST) {
      throw CatalogFailure.corrupt("the catalog holds a zstd frame of claimed size " + size);
    }
    try {
      return decompressor.decompress(frame, (int) size);
    } catch (ZstdException e) {
      throw CatalogFailure.corrupt("the catalog holds a broken zstd frame: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
