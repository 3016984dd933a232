package org.entrepot.format.index.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Decides where segments begin, by the identity of each element alone.
///
/// A hash makes one element in `average` the first of a segment. Neighbours have no say, so an
/// element that comes or goes changes the segment around it, or splits or joins two, and no other.
/// Only after sixteen times the average without such an element (once in ten million segments, or
/// by malice) a segment is cut by count, which bounds memory. Used by one thread, for one index.
public final class SegmentBoundaries {
  /// Packages of a segment of Packages on average: about 400 KiB.
  public static final int PACKAGES = 512;

  /// Source packages of a segment of Sources on average: about 300 KiB.
  public static final int SOURCES = 128;

  /// Lines of a segment of Contents on average: about 300 KiB.
  public static final int CONTENTS = 4096;

  private static final int LIMIT_FACTOR = 16;
  private static final int MAXIMUM = 1 << 20;

  private final int average;
  private int size;

  /// Boundaries for segments of `average` elements.
  ///
  /// @throws IllegalArgumentException unless it is a power of two
  public SegmentBoundaries(int average) {
    if (Integer.bitCount(average) != 1 || average < 0 || average > MAXIMUM) {
      throw new IllegalArgumentException(
          "Segments have a power of two up to a million of elements on average, not " + average);
    }
    this.average = average;
  }

  /// Whether a new segment begins with the next element. The first element of all begins none, as
  /// it is at the start anyway.
  ///
  /// @param identity what the element is called; elements may share it
  public boolean beginsWith(String identity) {
    boolean begins = size > 0 && (isBoundary(identity, average) || size >= average * LIMIT_FACTOR);
    size = begins ? 1 : size + 1;
    return begins;
  }

  /// Whether an element begins a segment whatever stands before it, unless it is the first of all.
  public static boolean isBoundary(String identity, int average) {
    return (mix(identity.hashCode()) & (average - 1)) == 0;
  }

  /// The elements in segments, all in order; views of the list.
  ///
  /// @param identity what an element is called, such as name and version of a package
  public static <T> List<List<T>> split(
      List<T> elements, Function<? super T, String> identity, int average) {
    var boundaries = new SegmentBoundaries(average);
    var segments = new ArrayList<List<T>>();
    int from = 0;
    for (int i = 0; i < elements.size(); i++) {
      if (boundaries.beginsWith(identity.apply(elements.get(i)))) {
        segments.add(elements.subList(from, i));
        from = i;
      }
    }
    if (from < elements.size()) {
      segments.add(elements.subList(from, elements.size()));
    }
    return segments;
  }

  /// Finisher of MurmurHash3: similar names have similar `hashCode`s, in their low bits too.
  private static int mix(int hash) {
    int mixed = hash;
    mixed ^= mixed >>> 16;
    mixed *= 0x85ebca6b;
    mixed ^= mixed >>> 13;
    mixed *= 0xc2b2ae35;
    return mixed ^ (mixed >>> 16);
  }
}
