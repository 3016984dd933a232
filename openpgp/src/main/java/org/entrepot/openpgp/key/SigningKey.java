package org.entrepot.openpgp.key;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// An unlocked Ed25519 or RSA key that signs.
///
/// Signatures are version 4 packets (RFC 4880 section 5.2.3) with SHA-256 and nothing in them but
/// issuer and time: no salt and no notation, so the same key, bytes and time give the same packet.
/// The library's own packet generator is not used, because it rewrites lone carriage returns in
/// text, which GnuPG does not. Immutable and safe for use by several threads.
public final class SigningKey {
  /// The name of the digest for the `Hash` header of clear-signed text.
  public static final String HASH_NAME = "SHA256";

  private static final int HASH = HashAlgorithmTags.SHA256;
  private static final int VERSION = 4;
  private static final int SIGNATURE_PACKET = 0xC0 | 2;
  private static final byte[] PROBE = "entrepot".getBytes(StandardCharsets.US_ASCII);

  private final PGPPublicKey key;
  private final SigningPrimitive primitive;
  private final String title;

  private SigningKey(PGPPublicKey key, SigningPrimitive primitive, String title) {
    this.key = key;
    this.primitive = primitive;
    this.title = title;
  }

  /// A key whose halves are seen to fit together by one trial signature.
  static SigningKey of(PGPPublicKey key, PGPPrivateKey secret, String title) {
    if (!isSupported(key)) {
      throw new OpenPgpException(
          Reason.UNSUPPORTED_KEY,
          title + " is neither Ed25519 nor RSA; sign with gpg, or make another key");
    }
    try {
      var signingKey = new SigningKey(key, SigningPrimitive.of(key, secret), title);
      signingKey.requireMatchingHalves();
      return signingKey;
    } catch (PGPException | GeneralSecurityException | IOException | RuntimeException e) {
      throw new OpenPgpException(
          Reason.CORRUPT_KEY,
          "the secret half of %s is damaged, or belongs to another key".formatted(title),
          e);
    }
  }

  private static boolean isSupported(PGPPublicKey key) {
    return key.getVersion() == VERSION
        && switch (key.getAlgorithm()) {
          case PublicKeyAlgorithmTags.RSA_GENERAL -> true;
          case PublicKeyAlgorithmTags.EDDSA_LEGACY -> key.getBitStrength() <= 256;
          default -> false;
        };
  }

  /// Of the key or subkey that signs.
  public Fingerprint fingerprint() {
    return Fingerprint.of(key.getFingerprint());
  }

  /// A signature packet over these bytes, made at this time (whole seconds count).
  public byte[] sign(SignatureType type, byte[] data, Instant time) {
    long seconds = time.getEpochSecond();
    if (time.isBefore(key.getCreationTime().toInstant()) || seconds > 0xFFFF_FFFFL) {
      throw new OpenPgpException(
          Reason.EXPIRED_KEY,
          "cannot sign with %s at %s: the key was made at %s (is SOURCE_DATE_EPOCH older than the key?)"
              .formatted(title, time, key.getCreationTime().toInstant()));
    }
    byte[] hashed = hashedPart(type, (int) seconds);
    var signed = new ByteArrayOutputStream(data.length + hashed.length + 6);
    signed.writeBytes(data);
    signed.writeBytes(hashed);
    signed.writeBytes(trailer(hashed.length));
    try {
      return packet(hashed, signed.toByteArray());
    } catch (PGPException | GeneralSecurityException | RuntimeException e) {
      throw new OpenPgpException(Reason.CORRUPT_KEY, "cannot sign with " + title, e);
    }
  }

  /// Version, type, algorithms and the hashed subpackets: issuer fingerprint (33) and creation time
  /// (2).
  private byte[] hashedPart(SignatureType type, int seconds) {
    byte[] fingerprint = key.getFingerprint();
    var subpackets = ByteBuffer.allocate(fingerprint.length + 9);
    subpackets.put((byte) (fingerprint.length + 2)).put((byte) 33).put((byte) VERSION);
    subpackets.put(fingerprint);
    subpackets.put((byte) 5).put((byte) 2).putInt(seconds);
    var part = ByteBuffer.allocate(6 + subpackets.capacity());
    part.put((byte) VERSION).put((byte) type.code());
    part.put((byte) key.getAlgorithm()).put((byte) HASH);
    part.putShort((short) subpackets.capacity()).put(subpackets.array());
    return part.array();
  }

  private static byte[] trailer(int hashedLength) {
    return ByteBuffer.allocate(6).put((byte) VERSION).put((byte) 0xFF).putInt(hashedLength).array();
  }

  private byte[] packet(byte[] hashed, byte[] signed)
      throws PGPException, GeneralSecurityException {
    var body = new ByteArrayOutputStream(hashed.length + 1024);
    body.writeBytes(hashed);
    // Unhashed: the issuer's key id (16), for readers that don't know fingerprints.
    body.writeBytes(
        ByteBuffer.allocate(12)
            .putShort((short) 10)
            .put((byte) 9)
            .put((byte) 16)
            .putLong(key.getKeyID())
            .array());
    body.write(JdkDigests.digest(HASH).digest(signed), 0, 2);
    primitive.sign(signed).forEach(number -> writeInteger(body, number));
    var packet = new ByteArrayOutputStream(body.size() + 6);
    packet.write(SIGNATURE_PACKET);
    packet.write(0xFF);
    packet.writeBytes(ByteBuffer.allocate(4).putInt(body.size()).array());
    packet.writeBytes(body.toByteArray());
    return packet.toByteArray();
  }

  /// A multiprecision integer (section 3.2): its length in bits, and its bytes without leading
  /// zeros.
  private static void writeInteger(ByteArrayOutputStream out, byte[] bytes) {
    int start = 0;
    while (start < bytes.length && bytes[start] == 0) {
      start++;
    }
    int bits =
        start == bytes.length
            ? 0
            : (bytes.length - start) * 8 - (Integer.numberOfLeadingZeros(bytes[start] & 0xFF) - 24);
    out.write(bits >> 8);
    out.write(bits);
    out.write(bytes, start, bytes.length - start);
  }

  private void requireMatchingHalves() throws PGPException, GeneralSecurityException, IOException {
    var signature = new ByteArrayOutputStream();
    primitive.sign(PROBE).forEach(signature::writeBytes);
    var verifier = new ContentVerifiers().get(key.getAlgorithm(), HASH).build(key);
    try (OutputStream out = verifier.getOutputStream()) {
      out.write(PROBE);
    }
    if (!verifier.verify(signature.toByteArray())) {
      throw new PGPException("a trial signature does not fit the public half");
    }
  }

  /// The first user id and key id.
  @Override
  public String toString() {
    return title;
  }
}
