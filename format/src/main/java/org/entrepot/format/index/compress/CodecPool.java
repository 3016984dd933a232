package org.entrepot.format.index.compress;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.entrepot.format.compression.Compression;

/// Codecs that wait for the next segment: as many as ever worked at once. Thread-safe.
final class CodecPool implements AutoCloseable {
  private final Map<Compression, ConcurrentLinkedDeque<SegmentCodec>> idle =
      new EnumMap<>(Compression.class);

  CodecPool() {
    for (var compression : Compression.values()) {
      idle.put(compression, new ConcurrentLinkedDeque<>());
    }
  }

  /// Work with a codec that no other thread has meanwhile.
  <T> T with(Compression compression, Work<T> work) throws IOException {
    var waiting = requireNonNull(idle.get(compression)).pollFirst();
    SegmentCodec codec = waiting == null ? SegmentCodec.of(compression) : waiting;
    boolean done = false;
    try {
      T result = work.apply(codec);
      done = true;
      return result;
    } finally {
      if (done) {
        requireNonNull(idle.get(compression)).addFirst(codec);
      } else {
        codec.close();
      }
    }
  }

  @Override
  public void close() {
    idle.values()
        .forEach(codecs -> {
          for (var codec = codecs.pollFirst(); codec != null; codec = codecs.pollFirst()) {
            codec.close();
          }
        });
  }

  /// What is done with a codec.
  @FunctionalInterface
  interface Work<T> {
    T apply(SegmentCodec codec) throws IOException;
  }
}
