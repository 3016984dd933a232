package org.entrepot.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// An ar archive as deb(5) uses it, or one that breaks its rules.
public final class ArBuilder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ArBuilder(String magic) {
    raw(magic.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// An archive without members.
  public static ArBuilder empty() {
    return new ArBuilder("!<arch>\n");
  }

  /// An archive that begins with other bytes.
  public static ArBuilder withMagic(String magic) {
    return new ArBuilder(magic);
  }

  /// Adds a member with its header and its padding.
  public ArBuilder member(String name, byte[] body) {
    return memberDeclaring(name, Integer.toString(body.length), body);
  }

  /// Adds a member whose header says this about its size.
  public ArBuilder memberDeclaring(String name, String size, byte[] body) {
    return header(
            "%-16s%-12d%-6d%-6d%-8s%-10s`\n".formatted(name, 1700000000, 0, 0, "100644", size))
        .raw(body)
        .raw(new byte[] {'\n'}, body.length % 2);
  }

  /// Adds this text as it is, usually a header of 60 characters.
  public ArBuilder header(String text) {
    return raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Adds bytes as they are.
  public ArBuilder raw(byte[] bytes) {
    return raw(bytes, bytes.length);
  }

  private ArBuilder raw(byte[] bytes, int length) {
    out.write(bytes, 0, length);
    return this;
  }

  /// The archive so far.
  public byte[] toBytes() {
    return out.toByteArray();
  }
}
