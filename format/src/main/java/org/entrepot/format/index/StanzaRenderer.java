package org.entrepot.format.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.index.IndexKind.Entry;

/// Writes stanzas in the order and form of an index. Works on bytes, without objects per field, as
/// an archive has millions of them. Used by one thread.
///
/// The stanza's text is followed by the fields that are made for the index; so both are found,
/// ordered and written alike.
final class StanzaRenderer {
  private static final int FEW_FIELDS = 64;

  private final IndexKind kind;
  private final TextBuffer text = new TextBuffer(4096);
  private int ownSize;

  private int count;
  private int[] nameStart = new int[FEW_FIELDS];
  private int[] colons = new int[FEW_FIELDS];
  private int[] valueEnd = new int[FEW_FIELDS];
  private Entry[] entries = new Entry[FEW_FIELDS];
  private int[] order = new int[FEW_FIELDS];

  StanzaRenderer(IndexKind kind) {
    this.kind = kind;
  }

  /// Begins a stanza with the fields of a control file; the fields made for the index are added to
  /// the buffer that is returned, each as complete lines.
  TextBuffer begin(Stanza control) {
    text.clear();
    try {
      control.writeTo(text);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory cannot fail", e);
    }
    ownSize = text.size();
    return text;
  }

  /// A file name or directory as it is, if it cannot forge a line or field.
  ///
  /// @throws IllegalArgumentException for blanks and control characters
  static String checked(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) <= ' ' || path.charAt(i) == 0x7f) {
        throw new IllegalArgumentException(
            "The path \""
                + path
                + "\" cannot stand in an index: it has a blank or control character");
      }
    }
    return path;
  }

  /// Writes the stanza and an empty line.
  void end(TextBuffer out) {
    findFields();
    sort();
    for (int i = 0; i < count; i++) {
      writeField(order[i], out);
    }
    out.add('\n');
  }

  /// A field begins with every line that does not begin with a blank.
  private void findFields() {
    count = 0;
    var bytes = text.array();
    int size = text.size();
    int line = 0;
    while (line < size) {
      int next = lineAfter(bytes, line, size);
      if (bytes[line] != ' ' && bytes[line] != '\t') {
        int colon = line;
        while (bytes[colon] != ':') {
          colon++;
        }
        addField(line, colon);
      }
      if (count > 0) {
        valueEnd[count - 1] = next - 1;
      }
      line = next;
    }
    dropReplaced();
  }

  private static int lineAfter(byte[] bytes, int from, int size) {
    int at = from;
    while (at < size && bytes[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private void addField(int start, int colon) {
    if (count == order.length) {
      int more = count * 2;
      nameStart = Arrays.copyOf(nameStart, more);
      colons = Arrays.copyOf(colons, more);
      valueEnd = Arrays.copyOf(valueEnd, more);
      entries = Arrays.copyOf(entries, more);
      order = Arrays.copyOf(order, more);
    }
    nameStart[count] = start;
    colons[count] = colon;
    entries[count] = kind.find(text.array(), start, nameEndBefore(colon));
    order[count] = count;
    count++;
  }

  private int nameEndBefore(int colon) {
    int end = colon;
    while (isBlank(text.at(end - 1))) {
      end--;
    }
    return end;
  }

  /// Leaves out the control file's own values of fields that are made for the index. In Sources the
  /// name of the package is in Package, where a .dsc has it in Source.
  private void dropReplaced() {
    boolean rename = kind == IndexKind.SOURCES;
    boolean named = false;
    for (int i = 0; i < count; i++) {
      named |= entries[i] == kind.packageEntry();
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (rename && entries[i] == kind.sourceEntry()) {
        if (named) {
          continue;
        }
        entries[i] = kind.packageEntry();
      }
      if (!(entries[i].synthesised && nameStart[i] < ownSize)) {
        order[kept++] = i;
      }
    }
    count = kept;
  }

  private void sort() {
    if (count > FEW_FIELDS) {
      var sorted =
          IntStream.range(0, count)
              .mapToObj(i -> order[i])
              .sorted(this::compare)
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(sorted, 0, order, 0, count);
      return;
    }
    for (int i = 1; i < count; i++) {
      int field = order[i];
      int at = i;
      while (at > 0 && compare(order[at - 1], field) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = field;
    }
  }

  private int compare(int left, int right) {
    int ranks = Integer.compare(entries[left].rank, entries[right].rank);
    return ranks != 0 || entries[left].rank != Entry.UNKNOWN_RANK
        ? ranks
        : compareNames(left, right);
  }

  private int compareNames(int left, int right) {
    int leftStart = nameStart[left];
    int rightStart = nameStart[right];
    int leftLength = nameEndBefore(colons[left]) - leftStart;
    int rightLength = nameEndBefore(colons[right]) - rightStart;
    int common = Math.min(leftLength, rightLength);
    for (int i = 0; i < common; i++) {
      int difference = spelled(leftStart, i) - spelled(rightStart, i);
      if (difference != 0) {
        return difference;
      }
    }
    return leftLength - rightLength;
  }

  /// The letter of a name in customary spelling: each word between hyphens has one capital first.
  private byte spelled(int start, int index) {
    byte c = text.at(start + index);
    return index == 0 || text.at(start + index - 1) == '-'
        ? AsciiCase.upper(c)
        : AsciiCase.lower(c);
  }

  private void writeField(int field, TextBuffer out) {
    int start = out.size();
    var entry = entries[field];
    if (entry.isKnown()) {
      out.add(entry.name);
    } else {
      int length = nameEndBefore(colons[field]) - nameStart[field];
      for (int i = 0; i < length; i++) {
        out.write(spelled(nameStart[field], i));
      }
    }
    out.add(':');
    int from = colons[field] + 1;
    int to = valueEnd[field];
    switch (entry.treatment) {
      case FOLD -> {
        out.add(' ');
        writeFolded(from, to, out);
      }
      case LIST -> {
        if (!writeList(from, to, out)) {
          out.shrinkTo(start);
          return;
        }
      }
      case BLOCK -> writeBlock(from, to, entry == kind.descriptionEntry(), out);
    }
    out.add('\n');
  }

  /// Writes lines as one: each trimmed, one blank between them.
  private void writeFolded(int from, int to, TextBuffer out) {
    boolean first = true;
    for (int line = from; line < to; ) {
      int end = lineEnd(line, to);
      int start = skipBlanks(line, end);
      if (start < end) {
        if (!first) {
          out.add(' ');
        }
        first = false;
        out.write(text.array(), start, trimmedEnd(start, end) - start);
      }
      line = end + 1;
    }
  }

  /// Writes the items between commas, with one blank before each; false when there is none.
  private boolean writeList(int from, int to, TextBuffer out) {
    boolean any = false;
    for (int item = from; item < to; ) {
      int end = item;
      while (end < to && text.at(end) != ',') {
        end++;
      }
      int written = out.size();
      out.add(any ? ", " : " ");
      int itemStart = out.size();
      writeFolded(item, end, out);
      if (out.size() == itemStart) {
        out.shrinkTo(written);
      } else {
        any = true;
      }
      item = end + 1;
    }
    return any;
  }

  /// Writes lines as they are. A line of blanks only, which some readers take for the end of the
  /// stanza (Debian Policy 5.1), becomes the empty line of a description or is left out.
  private void writeBlock(int from, int to, boolean description, TextBuffer out) {
    int empty = out.size();
    int end = lineEnd(from, to);
    int start = skipBlanks(from, end);
    if (start < end) {
      out.add(' ');
      out.write(text.array(), start, trimmedEnd(start, end) - start);
    }
    for (int line = end + 1; line < to; line = end + 1) {
      end = lineEnd(line, to);
      if (skipBlanks(line, end) < end) {
        out.add('\n');
        out.write(text.array(), line, end - line);
      } else if (description) {
        out.add("\n .");
      }
    }
    if (out.size() == empty) {
      out.add(' ');
    }
  }

  private int lineEnd(int from, int to) {
    int at = from;
    while (at < to && text.at(at) != '\n') {
      at++;
    }
    return at;
  }

  private int skipBlanks(int from, int to) {
    int at = from;
    while (at < to && isBlank(text.at(at))) {
      at++;
    }
    return at;
  }

  private int trimmedEnd(int from, int to) {
    int end = to;
    while (end > from && isBlank(text.at(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t';
  }
}
