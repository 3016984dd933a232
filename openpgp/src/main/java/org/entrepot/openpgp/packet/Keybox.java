package org.entrepot.openpgp.packet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// GnuPG's keybox file (`pubring.kbx`; GnuPG's kbx/keybox-blob.c describes it): blobs that each
/// begin with a big-endian length and a type; a blob of type 2 says where in it the packets of one
/// public key are. Stateless.
public final class Keybox {
  private static final byte[] MAGIC = "KBXf".getBytes(StandardCharsets.US_ASCII);
  private static final int MAGIC_OFFSET = 8;
  private static final int SMALLEST_BLOB = 5;
  private static final int OPENPGP_BLOB = 2;
  private static final int SMALLEST_KEY_BLOB = 16;

  private Keybox() {}

  /// Whether these bytes begin as a keybox does.
  public static boolean isKeybox(byte[] bytes) {
    return bytes.length >= MAGIC_OFFSET + MAGIC.length
        && Arrays.equals(bytes, MAGIC_OFFSET, MAGIC_OFFSET + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /// The packets of all public keys of a keybox, one after the other.
  public static byte[] packets(byte[] keybox, String source) {
    var buffer = ByteBuffer.wrap(keybox);
    var out = new ByteArrayOutputStream(keybox.length);
    int position = 0;
    while (position < keybox.length) {
      int left = keybox.length - position;
      long length = left < SMALLEST_BLOB ? 0 : Integer.toUnsignedLong(buffer.getInt(position));
      if (length < SMALLEST_BLOB || length > left) {
        throw malformed(source, position);
      }
      if (keybox[position + 4] == OPENPGP_BLOB) {
        copyKey(keybox, position, length, source, out);
      }
      position += (int) length;
    }
    return out.toByteArray();
  }

  private static void copyKey(
      byte[] keybox, int start, long length, String source, ByteArrayOutputStream out) {
    if (length < SMALLEST_KEY_BLOB) {
      throw malformed(source, start);
    }
    var blob = ByteBuffer.wrap(keybox);
    long keyOffset = Integer.toUnsignedLong(blob.getInt(start + 8));
    long keyLength = Integer.toUnsignedLong(blob.getInt(start + 12));
    if (keyOffset + keyLength > length) {
      throw malformed(source, start);
    }
    out.write(keybox, start + (int) keyOffset, (int) keyLength);
  }

  private static OpenPgpException malformed(String source, int offset) {
    return new OpenPgpException(
        Reason.MALFORMED, "%s, byte %d: this keybox file is damaged".formatted(source, offset));
  }
}
