package org.entrepot.openpgp.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.entrepot.format.FormatException;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.key.Certificate;
import org.entrepot.openpgp.key.ContentVerifiers;
import org.entrepot.openpgp.key.Keyring;
import org.entrepot.openpgp.packet.Armor;
import org.entrepot.openpgp.packet.Packet;

/// Checks signatures against a keyring, without gpgv.
///
/// Every signature gets a result of its own; [Verification] decides over all. Signatures of version
/// 4 and 6 with SHA-2 or SHA-3 count; those with MD5, SHA-1 or RIPEMD-160 don't, as in apt. Expiry
/// is judged at the clock's instant. Immutable and safe for use by several threads.
public final class Verifier {
  private static final int MOST_SIGNATURES = 64;
  private static final Set<Integer> WEAK_DIGESTS =
      Set.of(HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160);
  private static final int FEWEST_BITS = 1024;

  /// Critical subpackets that are understood; RFC 4880 section 5.2.3.1 forbids to accept others.
  private static final Set<Integer> KNOWN_SUBPACKETS =
      Set.of(
          SignatureSubpacketTags.CREATION_TIME,
          SignatureSubpacketTags.EXPIRE_TIME,
          SignatureSubpacketTags.ISSUER_KEY_ID,
          SignatureSubpacketTags.ISSUER_FINGERPRINT,
          SignatureSubpacketTags.SIGNER_USER_ID);

  private final Keyring keyring;
  private final Clock clock;

  /// A verifier that trusts the keys of this keyring.
  public Verifier(Keyring keyring, Clock clock) {
    this.keyring = keyring;
    this.clock = clock;
  }

  /// Checks a clear-signed message such as `InRelease`. MALFORMED if it is none.
  public Verification verifyClearSigned(byte[] message, String source) {
    ClearSigned clear = parse(message, source);
    byte[] canonical = clear.signedText();
    var checks = new ArrayList<SignatureCheck>();
    for (PGPSignature signature : signatures(clear.signature(), source)) {
      boolean isText = signature.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT;
      checks.add(isText ? check(signature, canonical) : wrongType(signature));
    }
    return new Verification(source, clear.text(), checks);
  }

  private static ClearSigned parse(byte[] message, String source) {
    if (message.length == 0 || message[0] != '-') {
      // apt wants the first line, where a .dsc may begin with blank ones
      throw malformed(source, "is not clear-signed: it does not begin with -----BEGIN PGP");
    }
    try {
      return ClearSigned.parse(message, source);
    } catch (FormatException e) {
      throw new OpenPgpException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  /// Checks a detached signature, armored or binary, such as `Release.gpg`. MALFORMED if it is
  /// none.
  public Verification verifyDetached(byte[] data, byte[] detachedSignature, String source) {
    var checks = new ArrayList<SignatureCheck>();
    for (PGPSignature signature : signatures(detachedSignature, source)) {
      checks.add(
          switch (signature.getSignatureType()) {
            case PGPSignature.BINARY_DOCUMENT -> check(signature, data);
            case PGPSignature.CANONICAL_TEXT_DOCUMENT -> check(signature, networkLines(data));
            default -> wrongType(signature);
          });
    }
    return new Verification(source, data.clone(), checks);
  }

  private static List<PGPSignature> signatures(byte[] bytes, String source) {
    byte[] packets = Armor.isText(bytes) ? dearmored(bytes, source) : bytes;
    var signatures = new ArrayList<PGPSignature>();
    for (Packet packet : Packet.readAll(packets, source)) {
      if (packet.tag() != Packet.SIGNATURE) {
        throw malformed(source, "holds something else than signatures");
      }
      if (signatures.size() == MOST_SIGNATURES) {
        throw malformed(source, "has more than %d signatures".formatted(MOST_SIGNATURES));
      }
      signatures.add(signature(packet, source));
    }
    if (signatures.isEmpty()) {
      throw malformed(source, "holds no signature");
    }
    return signatures;
  }

  private static byte[] dearmored(byte[] text, String source) {
    var packets = new ByteArrayOutputStream();
    for (Armor.Block block : Armor.read(text, source)) {
      if (!block.label().equals(Armor.SIGNATURE)) {
        throw malformed(source, "holds a %s, not a signature".formatted(block.label()));
      }
      packets.writeBytes(block.content());
    }
    return packets.toByteArray();
  }

  private static PGPSignature signature(Packet packet, String source) {
    try {
      return new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet.bytes())));
    } catch (IOException | PGPException | RuntimeException e) {
      // The library throws whatever happens to break on damaged packets.
      throw new OpenPgpException(
          Reason.MALFORMED, source + " holds a signature that cannot be read", e);
    }
  }

  private static OpenPgpException malformed(String source, String problem) {
    return new OpenPgpException(Reason.MALFORMED, source + " " + problem);
  }

  private static SignatureCheck wrongType(PGPSignature signature) {
    return new SignatureCheck.Unusable(
        keyId(signature), "it is of type " + signature.getSignatureType() + ", not of a document");
  }

  private SignatureCheck check(PGPSignature signature, byte[] data) {
    Optional<String> unusable = whyUnusable(signature);
    if (unusable.isPresent()) {
      return new SignatureCheck.Unusable(keyId(signature), unusable.get());
    }
    Optional<SignatureCheck> last = Optional.empty();
    for (Certificate certificate : keyring.mentioning(signature.getKeyID())) {
      SignatureCheck check = check(signature, data, certificate);
      if (check instanceof SignatureCheck.Good) {
        return check;
      }
      last =
          last.filter(earlier -> !(earlier instanceof SignatureCheck.Bad))
              .or(() -> Optional.of(check));
    }
    return last.orElseGet(() -> new SignatureCheck.UnknownKey(keyId(signature)));
  }

  private static Optional<String> whyUnusable(PGPSignature signature) {
    if (signature.getVersion() != 4 && signature.getVersion() != 6) {
      return Optional.of("it is of version " + signature.getVersion());
    }
    if (WEAK_DIGESTS.contains(signature.getHashAlgorithm())) {
      return Optional.of("its digest (MD5, SHA-1 or RIPEMD-160) is too weak");
    }
    if (signature.getHashedSubPackets().getSignatureCreationTime() == null) {
      return Optional.of("it does not say when it was made");
    }
    return Arrays.stream(signature.getHashedSubPackets().getCriticalTags())
        .filter(tag -> !KNOWN_SUBPACKETS.contains(tag))
        .mapToObj(tag -> "it has a critical part of unknown type " + tag)
        .findFirst();
  }

  private SignatureCheck check(PGPSignature signature, byte[] data, Certificate certificate) {
    Optional<Certificate.Component> found =
        certificate.components().stream()
            .filter(component -> component.key().getKeyID() == signature.getKeyID())
            .findFirst();
    if (found.isEmpty() || !found.get().signs() || isTooShort(found.get().key())) {
      return new SignatureCheck.Unusable(
          keyId(signature),
          found.isEmpty()
              ? "its primary key has not vouched for this subkey"
              : "the key may not sign, or is too short");
    }
    var component = found.get();
    if (!fits(signature, data, component.key())) {
      return new SignatureCheck.Bad(keyId(signature), certificate.title());
    }
    return validity(signature, component, certificate);
  }

  private static boolean isTooShort(PGPPublicKey key) {
    return switch (key.getAlgorithm()) {
      case PublicKeyAlgorithmTags.RSA_GENERAL, PublicKeyAlgorithmTags.DSA ->
          key.getBitStrength() < FEWEST_BITS;
      default -> false; // every curve is long enough
    };
  }

  private SignatureCheck validity(
      PGPSignature signature, Certificate.Component component, Certificate certificate) {
    Instant madeAt = signature.getHashedSubPackets().getSignatureCreationTime().toInstant();
    if (component.revoked()) {
      return new SignatureCheck.Revoked(certificate.fingerprint(), certificate.title());
    }
    if (madeAt.isBefore(component.createdAt())) {
      return new SignatureCheck.Unusable(keyId(signature), "it is older than its key");
    }
    Instant now = clock.instant();
    if (component.isExpiredAt(now)) {
      return new SignatureCheck.Expired(
          certificate.fingerprint(), certificate.title(), component.expiresAt().orElseThrow());
    }
    long validSeconds = signature.getHashedSubPackets().getSignatureExpirationTime();
    Instant expiresAt = madeAt.plusSeconds(validSeconds);
    if (validSeconds > 0 && !now.isBefore(expiresAt)) {
      return new SignatureCheck.Expired(certificate.fingerprint(), certificate.title(), expiresAt);
    }
    return new SignatureCheck.Good(
        certificate.fingerprint(), component.fingerprint(), certificate.title(), madeAt);
  }

  /// The cryptographic check. The library's own `update` is not used, because it takes a lone
  /// carriage return in text for a line end, which gpgv does not.
  private static boolean fits(PGPSignature signature, byte[] data, PGPPublicKey key) {
    if (signature.getKeyAlgorithm() != key.getAlgorithm()) {
      return false;
    }
    try {
      var verifier =
          new ContentVerifiers()
              .get(signature.getKeyAlgorithm(), signature.getHashAlgorithm())
              .build(key);
      try (OutputStream out = verifier.getOutputStream()) {
        out.write(data);
        out.write(signature.getSignatureTrailer());
      }
      return verifier.verify(signature.getSignature());
    } catch (PGPException | IOException | RuntimeException _) {
      return false; // damaged, or of an algorithm nobody knows: it fits nothing
    }
  }

  /// Text with CRLF line ends, which a detached signature of type 0x01 covers (RFC 4880 section
  /// 5.2.4).
  private static byte[] networkLines(byte[] text) {
    var out = new ByteArrayOutputStream(text.length + text.length / 32 + 16);
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
        out.write('\r');
      }
      out.write(text[i]);
    }
    return out.toByteArray();
  }

  private static String keyId(PGPSignature signature) {
    return HexFormat.of().withUpperCase().toHexDigits(signature.getKeyID());
  }
}
