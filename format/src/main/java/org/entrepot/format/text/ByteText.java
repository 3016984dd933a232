package org.entrepot.format.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// UTF-8 that loses nothing.
///
/// Old control files and member names hold bytes that are not UTF-8. A byte that cannot be decoded
/// becomes one lone low surrogate, U+DC80 to U+DCFF (as in PEP 383), and encoding turns it into the
/// same byte again, so `encode(decode(x))` equals `x` for every x. Such a string must not reach a
/// strict encoder (JSON, SQL): pass it through `readable` first.
public final class ByteText {
  private static final char ESCAPE = '\uDC00';

  private ByteText() {}

  /// The text of all bytes.
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /// The text of the bytes from `from` up to, not including, `to`.
  public static String decode(byte[] bytes, int from, int to) {
    // Nearly all control data is ASCII, which the JDK turns into a compact string by one copy.
    var plain = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return plain.indexOf('\uFFFD') < 0 ? plain : decodeEscaping(bytes, from, to);
  }

  private static String decodeEscaping(byte[] bytes, int from, int to) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes, from, to - from);
    var out = CharBuffer.allocate(to - from);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      out.put((char) (ESCAPE + (in.get() & 0xff)));
    }
  }

  /// The bytes of a text made by `decode`, or of any other text. A lone surrogate that stands for
  /// no byte becomes the bytes of U+FFFD.
  public static byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return encodeEscaped(text);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] encodeEscaped(String text) {
    var out = new ByteArrayOutputStream(text.length() + 16);
    int plainFrom = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        i++;
        continue;
      }
      out.writeBytes(text.substring(plainFrom, i).getBytes(StandardCharsets.UTF_8));
      plainFrom = i + 1;
      if (isEscape(c)) {
        out.write(c - ESCAPE);
      } else {
        out.writeBytes("\uFFFD".getBytes(StandardCharsets.UTF_8));
      }
    }
    out.writeBytes(text.substring(plainFrom).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /// The same text with U+FFFD for every byte that was not UTF-8: safe for people, JSON and SQL.
  public static String readable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaceLone(text);
      }
    }
    return text;
  }

  private static String replaceLone(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isEscape(char c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
  }
}
