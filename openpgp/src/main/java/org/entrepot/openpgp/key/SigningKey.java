package org.entrepot.openpgp.key;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.PGPContentSigner;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
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
  private final PGPPrivateKey secret;
  private final String title;

  private SigningKey(PGPPublicKey key, PGPPrivateKey secret, String title) {
    this.key = key;
    this.secret = secret;
    this.title = title;
  }

  /// A key whose halves are seen to fit together by one trial signature.
  static SigningKey of(PGPPublicKey key, PGPPrivateKey secret, String title) {
    if (!isSupported(key)) {
      throw new OpenPgpException(
          Reason.UNSUPPORTED_KEY,
          title + " is neither Ed25519 nor RSA; sign with gpg, or make another key");
    }
    var signingKey = new SigningKey(key, secret, title);
    signingKey.requireMatchingHalves();
    return signingKey;
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
    try {
      PGPContentSigner signer = signer();
      try (OutputStream out = signer.getOutputStream()) {
        out.write(data);
        out.write(hashed);
        out.write(trailer(hashed.length));
      }
      return packet(hashed, signer.getDigest(), signer.getSignature());
    } catch (PGPException | IOException | RuntimeException e) {
      throw new OpenPgpException(Reason.CORRUPT_KEY, "cannot sign with " + title, e);
    }
  }

  private PGPContentSigner signer() throws PGPException {
    return new BcPGPContentSignerBuilder(key.getAlgorithm(), HASH).build(0, secret);
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

  private byte[] packet(byte[] hashed, byte[] digest, byte[] signature) {
    var body = new ByteArrayOutputStream(hashed.length + signature.length + 24);
    body.writeBytes(hashed);
    // Unhashed: the issuer's key id (16), for readers that don't know fingerprints.
    body.writeBytes(
        ByteBuffer.allocate(12)
            .putShort((short) 10)
            .put((byte) 9)
            .put((byte) 16)
            .putLong(key.getKeyID())
            .array());
    body.write(digest, 0, 2);
    if (key.getAlgorithm() == PublicKeyAlgorithmTags.EDDSA_LEGACY) {
      writeInteger(body, Arrays.copyOf(signature, signature.length / 2));
      writeInteger(body, Arrays.copyOfRange(signature, signature.length / 2, signature.length));
    } else {
      writeInteger(body, signature);
    }
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

  private void requireMatchingHalves() {
    try {
      PGPContentSigner signer = signer();
      signer.getOutputStream().write(PROBE);
      var verifier =
          new BcPGPContentVerifierBuilderProvider().get(key.getAlgorithm(), HASH).build(key);
      verifier.getOutputStream().write(PROBE);
      if (verifier.verify(signer.getSignature())) {
        return;
      }
    } catch (PGPException | IOException | RuntimeException e) {
      throw new OpenPgpException(
          Reason.CORRUPT_KEY, "the secret half of %s is damaged".formatted(title), e);
    }
    throw new OpenPgpException(
        Reason.CORRUPT_KEY, "the halves of %s do not belong together".formatted(title));
  }

  /// The first user id and key id.
  @Override
  public String toString() {
    return title;
  }
}
