package org.entrepot.format.index.compress;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.index.segment.SegmentCache;

/// A cache in memory, which can be spoilt.
final class MemoryCache implements SegmentCache {
  private record Key(Sha256 sha256, Compression compression) {}

  private final Map<Key, byte[]> forms = new ConcurrentHashMap<>();

  int size() {
    return forms.size();
  }

  /// Cuts entries short, or exchanges them for those of another key where the format can tell.
  void spoil(Random random) {
    var intact = Map.copyOf(forms);
    forms.replaceAll((key, form) ->
        switch (key.compression()) {
          case GZIP, XZ -> random.nextBoolean() ? cut(form, random) : other(key, intact);
          case ZSTD -> random.nextBoolean() ? cut(form, random) : form;
          case BZIP2, LZMA, NONE -> new byte[0];
        });
  }

  private static byte[] cut(byte[] form, Random random) {
    return Arrays.copyOf(form, random.nextInt(form.length));
  }

  private static byte[] other(Key key, Map<Key, byte[]> intact) {
    return intact.entrySet().stream()
        .filter(entry -> entry.getKey().compression() == key.compression())
        .filter(entry -> !entry.getKey().equals(key))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Override
  public Optional<byte[]> find(Sha256 key, Compression compression) {
    return Optional.ofNullable(forms.get(new Key(key, compression)));
  }

  @Override
  public void store(Sha256 key, Compression compression, byte[] form) {
    forms.put(new Key(key, compression), form);
  }
}
