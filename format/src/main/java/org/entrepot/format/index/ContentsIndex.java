package org.entrepot.format.index;

/// Text of a Contents index, or of a segment of it. The first line of an index is [#HEADER]. Used
/// by one thread.
public final class ContentsIndex {
  /// The first line.
  public static final String HEADER = "FILE LOCATION";

  private static final int CAPACITY = 64 << 10;

  private final TextBuffer out = new TextBuffer(CAPACITY);

  /// Adds the first line.
  public ContentsIndex addHeader() {
    out.add(HEADER).add('\n');
    return this;
  }

  /// Adds a line; lines are added in the order of their paths' bytes.
  public ContentsIndex add(ContentsLine line) {
    out.add(ContentsLine.escaped(line.path()));
    char separator = ' ';
    for (var name : line.packages()) {
      out.add(separator).add(name);
      separator = ',';
    }
    out.add('\n');
    return this;
  }

  /// Size of the text so far.
  public int sizeBytes() {
    return out.size();
  }

  /// The text so far.
  public byte[] toBytes() {
    return out.toBytes();
  }

  /// Forgets the text so far.
  void clear() {
    out.clear();
  }
}
