package org.entrepot.format.deb822;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.entrepot.format.FormatException;
import org.entrepot.format.text.ByteText;

/// Reads stanzas from a stream, one after the other (deb822(5), Debian Policy 5.1).
///
/// An empty line ends a stanza; a line of blanks only continues the field. Lines that begin with
/// `#` are comments and left out; carriage returns at the end of a line are dropped. Any other line
/// needs a field name and a colon. Limits: a line of 2 MiB, a stanza of 16 MiB, 1,024 fields.
///
/// After a [FormatException] nothing more can be read. Closing closes the stream. Not thread-safe.
public final class StanzaReader implements AutoCloseable {
  /// Longest line in bytes.
  public static final int MAX_LINE_BYTES = 2 << 20;

  /// Largest stanza in bytes.
  public static final int MAX_STANZA_BYTES = 16 << 20;

  /// Most fields of a stanza.
  public static final int MAX_FIELDS = 1024;

  private static final String RULE = "Policy 5.1";

  private final InputStream in;
  private final String source;

  private byte[] buffer;

  /// First unread byte: while a stanza is read, its beginning.
  private int start;

  /// End of the bytes read from the stream.
  private int limit;

  private boolean atEnd;
  private long line;

  /// Fields of the present stanza: where they begin, counted from `start`, and a hash of each name.
  private int[] starts = new int[64];

  private int[] hashes = new int[64];
  private int fields;

  /// One bit per name hash seen in this stanza: most stanzas need no search for repetitions.
  private long seen;

  /// Whether lines must be left out or shortened.
  private boolean unclean;

  public StanzaReader(InputStream in, String source) {
    this.in = in;
    this.source = source;
    this.buffer = new byte[64 << 10];
  }

  /// Reads from memory, without a buffer of its own; the bytes are not changed.
  StanzaReader(byte[] bytes, String source) {
    this.in = InputStream.nullInputStream();
    this.source = source;
    this.buffer = bytes;
    this.limit = bytes.length;
    this.atEnd = true;
  }

  /// The next stanza, or empty at the end of the stream.
  ///
  /// @throws FormatException when the data is malformed or beyond a limit
  public Optional<Stanza> read() throws FormatException, IOException {
    fields = 0;
    seen = 0;
    unclean = false;
    int at = 0;
    while (true) {
      int end = lineEnd(at);
      if (end == at && atEnd) {
        break;
      }
      line++;
      int length = end - at;
      int textEnd = start + end;
      boolean ended = buffer[textEnd - 1] == '\n';
      if (ended) {
        textEnd--;
      }
      while (textEnd > start + at && buffer[textEnd - 1] == '\r') {
        textEnd--;
        unclean = true;
      }
      if (textEnd == start + at) {
        if (fields > 0) {
          var stanza = stanza(at);
          start += end;
          return Optional.of(stanza);
        }
        skip(end);
        at = 0;
        continue;
      }
      byte first = buffer[start + at];
      if (first == '#') {
        unclean = true;
      } else if (first == ' ' || first == '\t') {
        if (fields == 0 && !isBlank(start + at, textEnd)) {
          throw fault("continues a field where none has begun", at, textEnd);
        }
        unclean |= fields == 0;
      } else {
        beginField(at, textEnd);
      }
      if (length > MAX_LINE_BYTES) {
        throw fault("is longer than " + MAX_LINE_BYTES + " bytes", at, textEnd);
      }
      at = end;
      if (at > MAX_STANZA_BYTES) {
        throw tooLarge();
      }
    }
    if (fields == 0) {
      return Optional.empty();
    }
    var last = stanza(at);
    start = limit;
    return Optional.of(last);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /// Leaves out what lies before the first field of a stanza.
  private void skip(int end) {
    start += end;
    unclean = false;
  }

  /// Where the line that begins at `at` ends, newline included; `at` itself at the end of the
  /// stream.
  private int lineEnd(int at) throws FormatException, IOException {
    int scanned = at;
    while (true) {
      int newline = Newlines.find(buffer, start + scanned, limit);
      if (newline >= 0) {
        return newline + 1 - start;
      }
      scanned = limit - start;
      if (scanned - at > MAX_LINE_BYTES) {
        line++;
        throw fault("is longer than " + MAX_LINE_BYTES + " bytes", at, limit);
      }
      if (scanned > MAX_STANZA_BYTES) {
        throw tooLarge();
      }
      if (atEnd || !fill()) {
        atEnd = true;
        return scanned;
      }
    }
  }

  private boolean fill() throws IOException {
    if (limit == buffer.length) {
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, limit - start);
        limit -= start;
        start = 0;
      }
      if (limit > buffer.length / 2) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count > 0) {
      limit += count;
    }
    return count >= 0;
  }

  private void beginField(int at, int textEnd) throws FormatException {
    int hash = 0;
    int from = start + at;
    int pos = from;
    for (; pos < textEnd; pos++) {
      byte c = buffer[pos];
      if (!FieldName.isNameByte(c)) {
        break;
      }
      hash = 31 * hash + Stanza.lower(c);
    }
    int nameEnd = pos;
    while (pos < textEnd && (buffer[pos] == ' ' || buffer[pos] == '\t')) {
      pos++;
    }
    if (pos == textEnd || buffer[pos] != ':') {
      throw fault("has no colon after a field name", at, textEnd);
    }
    if (nameEnd == from || buffer[from] == '-') {
      throw fault("has no valid field name before the colon", at, textEnd);
    }
    if (fields == MAX_FIELDS) {
      throw fault("is more than the " + MAX_FIELDS + " fields of a stanza", at, textEnd);
    }
    if (fields == starts.length) {
      starts = Arrays.copyOf(starts, fields * 2);
      hashes = Arrays.copyOf(hashes, fields * 2);
    }
    long bit = 1L << (hash ^ (hash >>> 6));
    if ((seen & bit) != 0) {
      unclean |= isRepeated(hash);
    }
    seen |= bit;
    starts[fields] = at;
    hashes[fields] = hash;
    fields++;
  }

  private boolean isRepeated(int hash) {
    for (int i = 0; i < fields; i++) {
      if (hashes[i] == hash) {
        return true;
      }
    }
    return false;
  }

  private Stanza stanza(int end) {
    boolean newlineMissing = buffer[start + end - 1] != '\n';
    if (unclean || newlineMissing) {
      return cleaned(end);
    }
    return new Stanza(
        Arrays.copyOfRange(buffer, start, start + end), Arrays.copyOf(starts, fields));
  }

  /// The stanza without comments, carriage returns and repeated fields.
  private Stanza cleaned(int end) {
    var text = new ByteArrayOutputStream(end + 1);
    var kept = new int[fields];
    int count = 0;
    for (int i = 0; i < fields; i++) {
      if (isRepeatedLater(i)) {
        continue;
      }
      kept[count++] = text.size();
      appendLines(starts[i], i + 1 < fields ? starts[i + 1] : end, text);
    }
    return new Stanza(text.toByteArray(), Arrays.copyOf(kept, count));
  }

  private boolean isRepeatedLater(int index) {
    for (int i = index + 1; i < fields; i++) {
      if (hashes[i] == hashes[index] && haveSameName(i, index)) {
        return true;
      }
    }
    return false;
  }

  private boolean haveSameName(int one, int other) {
    int a = start + starts[one];
    int b = start + starts[other];
    while (FieldName.isNameByte(buffer[a]) && Stanza.lower(buffer[a]) == Stanza.lower(buffer[b])) {
      a++;
      b++;
    }
    return !FieldName.isNameByte(buffer[a]) && !FieldName.isNameByte(buffer[b]);
  }

  private void appendLines(int from, int to, ByteArrayOutputStream text) {
    int at = start + from;
    while (at < start + to) {
      int newline = Newlines.find(buffer, at, start + to);
      int end = newline < 0 ? start + to : newline;
      int textEnd = end;
      while (textEnd > at && buffer[textEnd - 1] == '\r') {
        textEnd--;
      }
      if (buffer[at] != '#') {
        text.write(buffer, at, textEnd - at);
        text.write('\n');
      }
      at = end + 1;
    }
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private FormatException tooLarge() {
    return FormatException.atLine(
        source, line, "the stanza is larger than " + MAX_STANZA_BYTES + " bytes", "", "");
  }

  private FormatException fault(String problem, int at, int textEnd) {
    int from = start + at;
    var excerpt = ByteText.decode(buffer, from, Math.min(textEnd, from + 200));
    return FormatException.atLine(source, line, "the line " + problem, RULE, excerpt);
  }
}
