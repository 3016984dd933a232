package org.entrepot.format.deb822;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.entrepot.format.FormatException;
import org.entrepot.format.text.ByteText;

/// A stanza: fields in the order of the file, kept byte for byte (deb822(5), Debian Policy 5.1).
///
/// Comment lines and carriage returns at line ends are left out while reading; a repeated field is
/// removed except for its last occurrence; a missing final newline is added. Everything else is
/// preserved, also bytes that are not UTF-8. Fields are decoded when asked for. Two stanzas are
/// equal when their bytes are. Immutable and thread-safe.
public final class Stanza {
  private static final Stanza EMPTY = new Stanza(new byte[0], new int[0]);

  /// Lines of all fields, each ended by a newline.
  private final byte[] text;

  /// Where each field begins in `text`; it ends where the next begins.
  private final int[] starts;

  /// Trusts its arguments: only for the reader, which has checked them.
  Stanza(byte[] text, int[] starts) {
    this.text = text;
    this.starts = starts;
  }

  /// The stanza without fields.
  public static Stanza empty() {
    return EMPTY;
  }

  /// A stanza of these fields, in this order; of repeated ones the last stays.
  public static Stanza of(List<Field> fields) {
    var kept = new ArrayList<Field>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      var name = fields.get(i).name();
      if (fields.subList(i + 1, fields.size()).stream().noneMatch(f -> f.name().equals(name))) {
        kept.add(fields.get(i));
      }
    }
    var starts = new int[kept.size()];
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < starts.length; i++) {
      starts[i] = out.size();
      out.writeBytes(ByteText.encode(kept.get(i).toString()));
      out.write('\n');
    }
    return new Stanza(out.toByteArray(), starts);
  }

  /// Reads the one stanza that `bytes` holds.
  ///
  /// @throws FormatException when it is malformed, missing, or followed by another
  public static Stanza parse(byte[] bytes, String source) throws FormatException {
    try (var reader = new StanzaReader(bytes, source)) {
      var stanza =
          reader
              .read()
              .orElseThrow(() -> FormatException.of(source, "holds no stanza", "Policy 5.1", ""));
      if (reader.read().isPresent()) {
        throw FormatException.of(source, "holds more than one stanza", "Policy 5.1", "");
      }
      return stanza;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory cannot fail", e);
    }
  }

  /// Reads the one stanza that `text` holds.
  ///
  /// @throws FormatException when it is malformed, missing, or followed by another
  public static Stanza parse(String text, String source) throws FormatException {
    return parse(ByteText.encode(text), source);
  }

  /// Number of fields.
  public int size() {
    return starts.length;
  }

  /// Whether it has no fields.
  public boolean isEmpty() {
    return starts.length == 0;
  }

  /// Number of bytes of `toBytes`.
  public int sizeBytes() {
    return text.length;
  }

  /// All fields in order.
  public List<Field> fields() {
    var fields = new ArrayList<Field>(starts.length);
    for (int i = 0; i < starts.length; i++) {
      fields.add(field(i));
    }
    return List.copyOf(fields);
  }

  /// The field at a position from 0.
  public Field field(int index) {
    int colon = colon(index);
    return new Field(fieldName(index, colon), ByteText.decode(text, colon + 1, end(index) - 1));
  }

  /// The name of the field at a position from 0.
  public FieldName fieldName(int index) {
    return fieldName(index, colon(index));
  }

  /// The field of this name, in whatever case.
  public Optional<Field> find(String name) {
    int index = indexOf(name);
    return index < 0 ? Optional.empty() : Optional.of(field(index));
  }

  /// The folded text of a field (see [Field#text()]).
  public Optional<String> findText(String name) {
    return find(name).map(Field::text);
  }

  /// The folded text of a field, or empty when there is none.
  public String text(String name) {
    return findText(name).orElse("");
  }

  /// Whether there is a field of this name, in whatever case.
  public boolean has(String name) {
    return indexOf(name) >= 0;
  }

  /// A copy in which the field has this value: in the place of the old one, or at the end. A blank
  /// goes before the value unless it brings a blank or newline itself.
  ///
  /// @throws IllegalArgumentException for a name or value that cannot be written
  public Stanza with(String name, String value) {
    var field = Field.of(name, value);
    var fields = new ArrayList<>(fields());
    int index = indexOf(name);
    if (index < 0) {
      fields.add(field);
    } else {
      fields.set(index, field);
    }
    return of(fields);
  }

  /// A copy without the field, or this stanza when it has none.
  public Stanza without(String name) {
    int index = indexOf(name);
    if (index < 0) {
      return this;
    }
    int from = starts[index];
    int to = end(index);
    var shorter = new byte[text.length - (to - from)];
    System.arraycopy(text, 0, shorter, 0, from);
    System.arraycopy(text, to, shorter, from, text.length - to);
    var fewer = new int[starts.length - 1];
    for (int i = 0; i < fewer.length; i++) {
      fewer[i] = i < index ? starts[i] : starts[i + 1] - (to - from);
    }
    return new Stanza(shorter, fewer);
  }

  /// The exact lines, each ended by a newline, without the empty line that ends a stanza.
  public byte[] toBytes() {
    return text.clone();
  }

  /// The exact lines as text; bytes that are not UTF-8 appear as `ByteText` escapes.
  public String toText() {
    return ByteText.decode(text);
  }

  /// Writes the exact lines.
  public void writeTo(OutputStream out) throws IOException {
    out.write(text);
  }

  /// Writes the exact lines of the field at a position from 0, final newline included.
  public void writeField(int index, OutputStream out) throws IOException {
    out.write(text, starts[index], end(index) - starts[index]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Stanza that && Arrays.equals(text, that.text);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(text);
  }

  @Override
  public String toString() {
    return toText();
  }

  private FieldName fieldName(int index, int colon) {
    int end = colon;
    while (text[end - 1] == ' ' || text[end - 1] == '\t') {
      end--;
    }
    return new FieldName(
        new String(text, starts[index], end - starts[index], StandardCharsets.US_ASCII));
  }

  private int colon(int index) {
    int at = starts[index];
    while (text[at] != ':') {
      at++;
    }
    return at;
  }

  private int end(int index) {
    return index + 1 < starts.length ? starts[index + 1] : text.length;
  }

  private int indexOf(String name) {
    for (int i = 0; i < starts.length; i++) {
      if (isNamed(starts[i], name)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isNamed(int start, String name) {
    int length = name.length();
    if (text.length - start <= length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (lower(text[start + i]) != lower(name.charAt(i))) {
        return false;
      }
    }
    int after = start + length;
    while (text[after] == ' ' || text[after] == '\t') {
      after++;
    }
    return length > 0 && text[after] == ':';
  }

  static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }
}
