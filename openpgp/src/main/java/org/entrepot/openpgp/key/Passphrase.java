package org.entrepot.openpgp.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// A passphrase. It never shows itself: no `toString`, no serial form, no equality; [#close] wipes
/// it.
///
/// Not safe for use while another thread closes it.
public final class Passphrase implements AutoCloseable {
  private static final int LARGEST_FILE_BYTES = 64 * 1024;

  private final char[] characters;

  private Passphrase(char[] characters) {
    this.characters = characters;
  }

  /// A passphrase of these characters, which are copied.
  public static Passphrase of(char[] characters) {
    return new Passphrase(characters.clone());
  }

  /// The content of a file in UTF-8 without the white space around it.
  public static Passphrase fromFile(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE_BYTES + 1);
      if (bytes.length > LARGEST_FILE_BYTES) {
        throw unusable(file, "is larger than 64 KiB");
      }
      return fromBytes(bytes, file);
    } catch (IOException e) {
      throw new OpenPgpException(
          Reason.WRONG_PASSPHRASE, "cannot read the passphrase file %s".formatted(file), e);
    }
  }

  private static Passphrase fromBytes(byte[] bytes, Path file) {
    CharBuffer decoded;
    try {
      decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw unusable(file, "is not UTF-8 text");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    int start = decoded.position();
    int end = decoded.limit();
    while (start < end && Character.isWhitespace(decoded.get(start))) {
      start++;
    }
    while (end > start && Character.isWhitespace(decoded.get(end - 1))) {
      end--;
    }
    char[] characters = new char[end - start];
    decoded.get(start, characters, 0, characters.length);
    Arrays.fill(decoded.array(), '\0');
    return new Passphrase(characters);
  }

  private static OpenPgpException unusable(Path file, String problem) {
    return new OpenPgpException(
        Reason.WRONG_PASSPHRASE, "the passphrase file %s %s".formatted(file, problem));
  }

  /// Whether there is no character in it, which stands for "no passphrase".
  public boolean isEmpty() {
    return characters.length == 0;
  }

  /// A copy of the characters, for the caller to wipe.
  public char[] characters() {
    return characters.clone();
  }

  /// The passphrase in UTF-8, for the caller to wipe.
  public byte[] utf8() {
    byte[] space = new byte[characters.length * 3];
    var encoded = ByteBuffer.wrap(space);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(characters), encoded, true);
    byte[] bytes = Arrays.copyOf(space, encoded.position());
    Arrays.fill(space, (byte) 0);
    return bytes;
  }

  /// Overwrites the characters.
  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  /// Says only that it is one.
  @Override
  public String toString() {
    return "(passphrase)";
  }
}
