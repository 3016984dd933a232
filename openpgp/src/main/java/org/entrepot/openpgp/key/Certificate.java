package org.entrepot.openpgp.key;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;

/// A public key with its user ids and subkeys, seen through its own signatures.
///
/// Nothing that a key file says of a key counts unless the primary key has signed it: user ids,
/// expiry, uses, subkeys (a signing subkey must also have signed back; RFC 4880 section 5.2.1, type
/// 0x19) and revocations. Self-signatures with SHA-1 count, because old archive keys have no
/// others; those with MD5 don't. Any revocation counts for all times. Immutable and safe for use by
/// several threads.
public final class Certificate {
  private static final int MOST_SELF_SIGNATURES = 1000;
  private static final int RSA_SIGN_ONLY = 3; // deprecated since RFC 4880, still on old keyrings

  private final PGPPublicKeyRing ring;

  /// The certificate of these public keys.
  public Certificate(PGPPublicKeyRing ring) {
    this.ring = ring;
  }

  /// A primary key or subkey that may be used, and when.
  ///
  /// @param key for the library
  /// @param fingerprint of this key, not of its primary key
  /// @param createdAt before this its signatures do not count
  /// @param expiresAt the earlier expiry of this key and its primary key; empty: never
  /// @param revoked this key or its primary key
  /// @param signs whether it may sign documents
  public record Component(
      PGPPublicKey key,
      Fingerprint fingerprint,
      Instant createdAt,
      Optional<Instant> expiresAt,
      boolean revoked,
      boolean signs) {
    /// Whether its time is over at this instant.
    public boolean isExpiredAt(Instant time) {
      return expiresAt.isPresent() && !time.isBefore(expiresAt.get());
    }
  }

  /// For the library.
  public PGPPublicKeyRing ring() {
    return ring;
  }

  /// The fingerprint of the primary key.
  public Fingerprint fingerprint() {
    return Fingerprint.of(primary().getFingerprint());
  }

  /// The user ids that the primary key has certified, the primary one first.
  public List<String> userIds() {
    var plain = new ArrayList<String>();
    var marked = new ArrayList<String>();
    for (byte[] userId : (Iterable<byte[]>) primary()::getRawUserIDs) {
      newest(certificationsOf(userId))
          .ifPresent(signature ->
              (signature.getHashedSubPackets().isPrimaryUserID() ? marked : plain)
                  .add(new String(userId, StandardCharsets.UTF_8)));
    }
    marked.addAll(plain);
    return List.copyOf(marked);
  }

  /// The first user id and the key id, for messages.
  public String title() {
    return KeyDescription.title(userIds(), fingerprint());
  }

  /// Whether the primary key has signed anything of its own: without, it may be a forgery or
  /// damaged.
  public boolean isSelfSigned() {
    return newest(selfSignatures()).isPresent();
  }

  /// The primary key.
  public Component primaryComponent() {
    PGPPublicKey key = primary();
    Optional<PGPSignature> signature = newest(selfSignatures());
    return new Component(
        key,
        fingerprint(),
        key.getCreationTime().toInstant(),
        signature.flatMap(found -> expiry(key, found)),
        isPrimaryRevoked(),
        signature.isPresent() && mayAlso(KeyFlags.SIGN_DATA, signature.get()) && canSign(key));
  }

  /// The primary key and every subkey that it has bound to itself, without those it has not.
  public List<Component> components() {
    var components = new ArrayList<Component>();
    var primary = primaryComponent();
    components.add(primary);
    for (PGPPublicKey key : ring) {
      if (!key.isMasterKey()) {
        subkey(key, primary).ifPresent(components::add);
      }
    }
    return List.copyOf(components);
  }

  /// Whether the primary key or a subkey has this key id; nothing is verified.
  public boolean mentions(long keyId) {
    return ring.getPublicKey(keyId) != null;
  }

  /// What can be told of it.
  public KeyDescription describe(KeyDescription.Secret secret) {
    var primary = primaryComponent();
    return new KeyDescription(
        primary.fingerprint(),
        algorithm(primary.key()),
        userIds(),
        primary.createdAt(),
        primary.expiresAt(),
        primary.revoked(),
        secret);
  }

  private static String algorithm(PGPPublicKey key) {
    int bits = key.getBitStrength();
    return switch (key.getAlgorithm()) {
      case PublicKeyAlgorithmTags.RSA_GENERAL, RSA_SIGN_ONLY -> "RSA " + bits;
      case PublicKeyAlgorithmTags.DSA -> "DSA " + bits;
      case PublicKeyAlgorithmTags.ECDSA -> "ECDSA " + bits;
      case PublicKeyAlgorithmTags.EDDSA_LEGACY -> bits > 256 ? "Ed448" : "Ed25519";
      case PublicKeyAlgorithmTags.Ed25519 -> "Ed25519";
      case PublicKeyAlgorithmTags.Ed448 -> "Ed448";
      default -> "algorithm " + key.getAlgorithm();
    };
  }

  private PGPPublicKey primary() {
    return ring.getPublicKey();
  }

  private boolean isPrimaryRevoked() {
    PGPPublicKey key = primary();
    return newest(
            valid(
                key.getSignaturesOfType(PGPSignature.KEY_REVOCATION),
                signature -> signature.verifyCertification(key)))
        .isPresent();
  }

  private Optional<Component> subkey(PGPPublicKey key, Component primary) {
    Optional<PGPSignature> binding =
        newest(
            valid(
                key.getSignaturesOfType(PGPSignature.SUBKEY_BINDING),
                signature -> signature.verifyCertification(primary.key(), key)));
    if (binding.isEmpty()) {
      return Optional.empty();
    }
    boolean revoked =
        newest(
                valid(
                    key.getSignaturesOfType(PGPSignature.SUBKEY_REVOCATION),
                    signature -> signature.verifyCertification(primary.key(), key)))
            .isPresent();
    boolean signs =
        canSign(key)
            && flags(binding.get()).filter(flags -> (flags & KeyFlags.SIGN_DATA) != 0).isPresent()
            && hasSignedBack(key, primary.key(), binding.get());
    return Optional.of(
        new Component(
            key,
            Fingerprint.of(key.getFingerprint()),
            key.getCreationTime().toInstant(),
            earlier(expiry(key, binding.get()), primary.expiresAt()),
            revoked || primary.revoked(),
            signs));
  }

  private static boolean hasSignedBack(
      PGPPublicKey subkey, PGPPublicKey primary, PGPSignature binding) {
    try {
      for (PGPSignature embedded : binding.getHashedSubPackets().getEmbeddedSignatures()) {
        if (isBackSignature(embedded, subkey, primary)) {
          return true;
        }
      }
      for (PGPSignature embedded : binding.getUnhashedSubPackets().getEmbeddedSignatures()) {
        if (isBackSignature(embedded, subkey, primary)) {
          return true;
        }
      }
      return false;
    } catch (PGPException | RuntimeException _) {
      return false; // a damaged back signature is as good as none
    }
  }

  private static boolean isBackSignature(
      PGPSignature signature, PGPPublicKey subkey, PGPPublicKey primary) throws PGPException {
    if (signature.getSignatureType() != PGPSignature.PRIMARYKEY_BINDING || isTooWeak(signature)) {
      return false;
    }
    signature.init(new ContentVerifiers(), subkey);
    return signature.verifyCertification(primary, subkey);
  }

  private List<PGPSignature> selfSignatures() {
    PGPPublicKey key = primary();
    var signatures =
        new ArrayList<PGPSignature>(
            valid(
                key.getSignaturesOfType(PGPSignature.DIRECT_KEY),
                signature -> signature.verifyCertification(key)));
    for (byte[] userId : (Iterable<byte[]>) key::getRawUserIDs) {
      signatures.addAll(certificationsOf(userId));
    }
    return signatures;
  }

  /// The valid certifications of a user id by the primary key; none if a newer revocation undoes
  /// them.
  private List<PGPSignature> certificationsOf(byte[] userId) {
    PGPPublicKey key = primary();
    List<PGPSignature> all =
        valid(
            key.getSignaturesForID(userId),
            signature ->
                (signature.isCertification()
                        || signature.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION)
                    && signature.verifyCertification(userId, key));
    boolean undone =
        newest(all)
            .filter(last -> last.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION)
            .isPresent();
    return undone ? List.of() : all.stream().filter(PGPSignature::isCertification).toList();
  }

  private interface Check {
    boolean isValid(PGPSignature signature) throws PGPException;
  }

  private List<PGPSignature> valid(Iterator<PGPSignature> signatures, Check check) {
    var found = new ArrayList<PGPSignature>();
    int seen = 0;
    while (signatures != null && signatures.hasNext() && seen < MOST_SELF_SIGNATURES) {
      var signature = signatures.next();
      if (signature.getKeyID() == primary().getKeyID() && !isTooWeak(signature)) {
        seen++;
        if (isValid(signature, check)) {
          found.add(signature);
        }
      }
    }
    return found;
  }

  private boolean isValid(PGPSignature signature, Check check) {
    try {
      signature.init(new ContentVerifiers(), primary());
      return check.isValid(signature);
    } catch (PGPException | RuntimeException _) {
      return false; // of an unknown algorithm, or damaged: it does not count
    }
  }

  private static boolean isTooWeak(PGPSignature signature) {
    return signature.getVersion() < 4
        || !signature.hasSubpackets()
        || signature.getHashAlgorithm() == HashAlgorithmTags.MD5;
  }

  private static Optional<PGPSignature> newest(List<PGPSignature> signatures) {
    return signatures.stream().max(Comparator.comparing(PGPSignature::getCreationTime));
  }

  private static Optional<Instant> expiry(PGPPublicKey key, PGPSignature signature) {
    long seconds = signature.getHashedSubPackets().getKeyExpirationTime();
    return seconds == 0
        ? Optional.empty()
        : Optional.of(key.getCreationTime().toInstant().plusSeconds(seconds));
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().isBefore(other.get()) ? one : other;
  }

  private static Optional<Integer> flags(PGPSignature signature) {
    return signature.getHashedSubPackets().hasSubpacket(SignatureSubpacketTags.KEY_FLAGS)
        ? Optional.of(signature.getHashedSubPackets().getKeyFlags())
        : Optional.empty();
  }

  /// A key without flags may be used for everything its algorithm can do.
  private static boolean mayAlso(int use, PGPSignature signature) {
    return flags(signature).map(flags -> (flags & use) != 0).orElse(true);
  }

  private static boolean canSign(PGPPublicKey key) {
    return switch (key.getAlgorithm()) {
      case PublicKeyAlgorithmTags.RSA_GENERAL,
          RSA_SIGN_ONLY,
          PublicKeyAlgorithmTags.DSA,
          PublicKeyAlgorithmTags.ECDSA,
          PublicKeyAlgorithmTags.EDDSA_LEGACY,
          PublicKeyAlgorithmTags.Ed25519,
          PublicKeyAlgorithmTags.Ed448 ->
          true;
      default -> false;
    };
  }
}
