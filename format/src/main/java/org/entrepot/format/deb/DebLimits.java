package org.entrepot.format.deb;

/// How much a package may unpack to before it counts as an attack. Immutable.
///
/// @param unpackedBytes the most plain bytes of one of its two archives, declared or real
/// @param unjudgedBytes so many plain bytes may come from anything; only beyond them the ratio
///   counts
/// @param ratio the most plain bytes per packed byte
/// @param paths the most entries of one archive
/// @param pathBytes the most bytes of all kept paths together
public record DebLimits(
    long unpackedBytes, long unjudgedBytes, int ratio, int paths, long pathBytes) {
  /// 64 GiB, a ratio of 500 beyond 256 MiB, ten million paths of 256 MiB together.
  public static final DebLimits DEFAULT =
      new DebLimits(64L << 30, 256L << 20, 500, 10_000_000, 256L << 20);

  public DebLimits {
    if (unpackedBytes <= 0 || unjudgedBytes < 0 || ratio <= 0 || paths <= 0 || pathBytes <= 0) {
      throw new IllegalArgumentException("a limit of a package is not positive");
    }
  }
}
