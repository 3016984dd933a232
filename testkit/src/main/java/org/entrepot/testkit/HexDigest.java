package org.entrepot.testkit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Lower-case hex digests by the JDK, for expected values.
public final class HexDigest {
  private HexDigest() {}

  public static String md5(byte[] bytes) {
    return of("MD5", bytes);
  }

  public static String sha1(byte[] bytes) {
    return of("SHA-1", bytes);
  }

  public static String sha256(byte[] bytes) {
    return of("SHA-256", bytes);
  }

  public static String sha512(byte[] bytes) {
    return of("SHA-512", bytes);
  }

  static String of(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
