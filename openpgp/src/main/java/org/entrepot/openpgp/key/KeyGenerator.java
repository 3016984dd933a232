package org.entrepot.openpgp.key;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/// Makes version 4 keys that certify and sign, without subkeys. A passphrase protects by AES-256
/// under an iterated and salted SHA-256 of 8 MiB (RFC 4880 section 3.7.1.3).
final class KeyGenerator {
  private static final int ITERATIONS_8_MIB = 0xD0;
  private static final int PRIME_CERTAINTY = 128;
  private static final BigInteger F4 = BigInteger.valueOf(65537);

  private KeyGenerator() {}

  static PGPSecretKeyRing generate(
      KeyRequest request, Optional<Passphrase> passphrase, Instant now, SecureRandom random)
      throws PGPException {
    Instant createdAt = now.truncatedTo(ChronoUnit.SECONDS);
    int algorithm =
        switch (request.algorithm()) {
          case ED25519 -> PublicKeyAlgorithmTags.EDDSA_LEGACY;
          case RSA_3072, RSA_4096 -> PublicKeyAlgorithmTags.RSA_GENERAL;
        };
    var pair =
        new BcPGPKeyPair(
            PublicKeyPacket.VERSION_4,
            algorithm,
            keyPair(request.algorithm(), random),
            Date.from(createdAt));
    var generator =
        new PGPKeyRingGenerator(
            PGPSignature.POSITIVE_CERTIFICATION,
            pair,
            request.userId(),
            new JdkDigests().get(HashAlgorithmTags.SHA1), // the form's checksum, no protection
            selfSignature(request, createdAt),
            null,
            new BcPGPContentSignerBuilder(algorithm, HashAlgorithmTags.SHA512),
            encryptor(passphrase, random));
    return generator.generateSecretKeyRing();
  }

  private static AsymmetricCipherKeyPair keyPair(KeyAlgorithm algorithm, SecureRandom random) {
    return switch (algorithm) {
      case ED25519 -> {
        var generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(random));
        yield generator.generateKeyPair();
      }
      case RSA_3072 -> rsa(3072, random);
      case RSA_4096 -> rsa(4096, random);
    };
  }

  private static AsymmetricCipherKeyPair rsa(int bits, SecureRandom random) {
    var generator = new RSAKeyPairGenerator();
    generator.init(new RSAKeyGenerationParameters(F4, random, bits, PRIME_CERTAINTY));
    return generator.generateKeyPair();
  }

  private static PGPSignatureSubpacketVector selfSignature(KeyRequest request, Instant createdAt) {
    var subpackets = new PGPSignatureSubpacketGenerator();
    subpackets.setSignatureCreationTime(false, Date.from(createdAt));
    subpackets.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
    subpackets.setPrimaryUserID(false, true);
    subpackets.setPreferredHashAlgorithms(
        false,
        new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA256});
    request
        .validFor()
        .ifPresent(duration -> subpackets.setKeyExpirationTime(true, duration.toSeconds()));
    return subpackets.generate();
  }

  /// Null when there is no passphrase, as the library wants it.
  @SuppressWarnings("NullAway") // the library's own way to say "not encrypted"
  private static PBESecretKeyEncryptor encryptor(
      Optional<Passphrase> passphrase, SecureRandom random) throws PGPException {
    if (passphrase.isEmpty() || passphrase.get().isEmpty()) {
      return null;
    }
    char[] characters = passphrase.get().characters();
    try {
      return new BcPBESecretKeyEncryptorBuilder(
              SymmetricKeyAlgorithmTags.AES_256,
              new JdkDigests().get(HashAlgorithmTags.SHA256),
              ITERATIONS_8_MIB)
          .setSecureRandom(random)
          .build(characters.clone());
    } finally {
      Arrays.fill(characters, '\0');
    }
  }
}
