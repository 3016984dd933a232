package org.entrepot.format.compression;

import org.tukaani.xz.BasicArrayCache;

/// Keeps the arrays of finished decoders for the next ones, as most streams here are tiny and would
/// spend their time on clearing memory.
///
/// One for all threads: a virtual thread lives for one task, so that arrays kept per thread would
/// never be used again. The arrays hang on soft references; those of unusual size are not kept at
/// all.
final class DecoderArrays extends BasicArrayCache {
  private static final int LARGEST_KEPT = 16 << 20;

  @Override
  public void putArray(byte[] array) {
    if (array.length <= LARGEST_KEPT) {
      super.putArray(array);
    }
  }

  @Override
  public void putArray(int[] array) {
    if (array.length <= LARGEST_KEPT / Integer.BYTES) {
      super.putArray(array);
    }
  }
}
