package org.entrepot.openpgp.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// One packet (RFC 4880 section 4): its tag, and its bytes with the header.
///
/// Lengths are checked against the input before anything is copied, so a hostile length costs
/// nothing. Partial and indeterminate lengths, which keys and signatures never have, are refused.
/// Immutable.
public final class Packet {
  /// Tag of a signature.
  public static final int SIGNATURE = 2;

  /// Tag of a secret primary key.
  public static final int SECRET_KEY = 5;

  /// Tag of a public primary key.
  public static final int PUBLIC_KEY = 6;

  /// Tag of a secret subkey.
  public static final int SECRET_SUBKEY = 7;

  /// Tag of a user id.
  public static final int USER_ID = 13;

  /// Tag of a public subkey.
  public static final int PUBLIC_SUBKEY = 14;

  private final int tag;
  private final int bodyOffset;
  private final byte[] bytes;

  private Packet(int tag, int bodyOffset, byte[] bytes) {
    this.tag = tag;
    this.bodyOffset = bodyOffset;
    this.bytes = bytes;
  }

  /// What kind of packet; RFC 4880 section 4.3.
  public int tag() {
    return tag;
  }

  /// Header and body.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The body alone.
  public byte[] body() {
    return Arrays.copyOfRange(bytes, bodyOffset, bytes.length);
  }

  /// The packets these bytes consist of, in order.
  public static List<Packet> readAll(byte[] input, String source) {
    var packets = new ArrayList<Packet>();
    int position = 0;
    while (position < input.length) {
      var packet = read(input, position, source);
      packets.add(packet);
      position += packet.bytes.length;
    }
    return packets;
  }

  private static Packet read(byte[] input, int start, String source) {
    int first = input[start] & 0xFF;
    if ((first & 0x80) == 0) {
      throw malformed(source, start, "is no OpenPGP packet");
    }
    boolean newFormat = (first & 0x40) != 0;
    int tag = newFormat ? first & 0x3F : (first >> 2) & 0x0F;
    int lengthBytes = newFormat ? newFormatLengthBytes(input, start, source) : 1 << (first & 3);
    if (!newFormat && lengthBytes == 8) {
      throw malformed(source, start, "has a packet of unknown length");
    }
    int lengthOffset = start + 1;
    if (lengthOffset + lengthBytes > input.length) {
      throw malformed(source, start, "is cut off inside a packet header");
    }
    long length = number(input, lengthOffset, lengthBytes);
    if (newFormat && lengthBytes == 2) {
      length = length - 0xC000 + 192;
    } else if (newFormat && lengthBytes == 5) {
      length &= 0xFFFFFFFFL;
    }
    int body = lengthOffset + lengthBytes;
    if (length > input.length - body) {
      throw malformed(source, start, "is cut off inside a packet");
    }
    byte[] bytes = Arrays.copyOfRange(input, start, body + (int) length);
    return new Packet(tag, body - start, bytes);
  }

  private static int newFormatLengthBytes(byte[] input, int start, String source) {
    if (start + 1 >= input.length) {
      throw malformed(source, start, "is cut off inside a packet header");
    }
    int octet = input[start + 1] & 0xFF;
    if (octet < 192) {
      return 1;
    }
    if (octet < 224) {
      return 2;
    }
    if (octet < 255) {
      throw malformed(source, start, "has a packet in parts");
    }
    return 5;
  }

  private static long number(byte[] input, int offset, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 8) | (input[offset + i] & 0xFF);
    }
    return value;
  }

  private static OpenPgpException malformed(String source, int offset, String problem) {
    return new OpenPgpException(
        Reason.MALFORMED, "%s, byte %d: this %s".formatted(source, offset, problem));
  }
}
