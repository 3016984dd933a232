package org.entrepot.openpgp.key;

/// What a signature is over (RFC 4880 section 5.2.1).
public enum SignatureType {
  /// Bytes as they are: a detached signature.
  BINARY(0x00),
  /// Text in its canonical form, which the caller provides: a clear-signed message.
  CANONICAL_TEXT(0x01);

  private final int code;

  SignatureType(int code) {
    this.code = code;
  }

  /// The octet in the packet.
  public int code() {
    return code;
  }
}
