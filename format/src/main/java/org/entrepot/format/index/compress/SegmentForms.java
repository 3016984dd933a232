package org.entrepot.format.index.compress;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.index.segment.SegmentCache;

/// Gets plain text and compressed forms of segments, from the cache where it has them. Thread-safe.
record SegmentForms(CodecPool codecs, SegmentCache cache, Set<Compression> wanted) {
  SegmentForms {
    wanted = Set.copyOf(wanted);
  }

  /// The plain text: from the cached Zstandard form, or else rendered.
  PlainSegment plain(Segment segment) throws IOException {
    Optional<PlainSegment> cached = cachedPlain(segment.key());
    return cached.isPresent()
        ? cached.get()
        : new PlainSegment(segment.key(), segment.plain().bytes(), Optional.empty());
  }

  /// The plain text from the cached Zstandard form.
  Optional<PlainSegment> cachedPlain(Sha256 key) throws IOException {
    Optional<byte[]> frame = cache.find(key, Compression.ZSTD);
    if (frame.isEmpty()) {
      return Optional.empty();
    }
    return codecs
        .with(Compression.ZSTD, codec -> ((ZstdFrame) codec).decompress(frame.get()))
        .map(text -> new PlainSegment(key, text, frame));
  }

  /// The form of a text: from the cache if it fits, or else made and kept.
  byte[] form(PlainSegment plain, Compression compression) throws IOException {
    if (plain.bytes().length == 0) {
      return plain.bytes();
    }
    var cached =
        compression == Compression.ZSTD ? plain.zstd() : cache.find(plain.key(), compression);
    return codecs.with(
        compression,
        codec -> {
          if (cached.isPresent() && codec.claims(cached.get(), plain)) {
            return cached.get();
          }
          var form = codec.compress(plain.bytes());
          cache.store(plain.key(), compression, form);
          return form;
        });
  }

  /// What an index without any text is made of: an empty member or frame, but no block in a stream
  /// of blocks.
  byte[] emptyForm(Compression compression) throws IOException {
    return switch (compression) {
      case NONE, XZ, BZIP2 -> new byte[0];
      case GZIP, ZSTD, LZMA -> codecs.with(compression, codec -> codec.compress(new byte[0]));
    };
  }

  /// Whether the Zstandard form is made only to be kept, because the plain text is taken from it
  /// next time.
  boolean keepsPlain() {
    return !cache.equals(SegmentCache.NONE) && !wanted.contains(Compression.ZSTD);
  }
}
