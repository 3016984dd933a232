package org.entrepot.openpgp.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.bcpg.EdSecretBCPGKey;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.bcpg.RSASecretBCPGKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.util.BigIntegers;

/// The bare computation of a signature with SHA-256, without a packet around it. The reasons for
/// not using the library's operators are those of [ContentVerifiers].
sealed interface SigningPrimitive {
  /// The numbers of the signature, big-endian, in the order of the packet.
  List<byte[]> sign(byte[] signedBytes) throws GeneralSecurityException, PGPException;

  /// The primitive of this secret key.
  static SigningPrimitive of(PGPPublicKey key, PGPPrivateKey secret)
      throws GeneralSecurityException, PGPException {
    return switch (secret.getPrivateKeyDataPacket()) {
      case RSASecretBCPGKey rsa -> new Rsa(privateKey(key, rsa));
      case EdSecretBCPGKey ed ->
          new Ed(BigIntegers.asUnsignedByteArray(Ed25519.SECRET_KEY_SIZE, ed.getX()));
      default -> throw new PGPException("neither Ed25519 nor RSA");
    };
  }

  private static PrivateKey privateKey(PGPPublicKey key, RSASecretBCPGKey secret)
      throws GeneralSecurityException, PGPException {
    if (!(key.getPublicKeyPacket().getKey() instanceof RSAPublicBCPGKey publicHalf)
        || !publicHalf.getModulus().equals(secret.getModulus())) {
      throw new PGPException("the primes are those of another key");
    }
    BigInteger exponent = publicHalf.getPublicExponent();
    return KeyFactory.getInstance("RSA")
        .generatePrivate(
            new RSAPrivateCrtKeySpec(
                secret.getModulus(),
                exponent,
                secret.getPrivateExponent(),
                secret.getPrimeP(),
                secret.getPrimeQ(),
                secret.getPrimeExponentP(),
                secret.getPrimeExponentQ(),
                secret.getCrtCoefficient()));
  }

  /// EdDSA over the digest (draft-ietf-openpgp-rfc4880bis, algorithm 22): R and S.
  final class Ed implements SigningPrimitive {
    private final byte[] seed;

    private Ed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public List<byte[]> sign(byte[] signedBytes) throws PGPException {
      byte[] hash = JdkDigests.digest(HashAlgorithmTags.SHA256).digest(signedBytes);
      // Little-endian for EdDSA, but OpenPGP writes the octets as they are.
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(seed, 0, hash, 0, hash.length, signature, 0);
      int half = signature.length / 2;
      return List.of(
          Arrays.copyOf(signature, half), Arrays.copyOfRange(signature, half, signature.length));
    }
  }

  /// PKCS #1 v1.5.
  final class Rsa implements SigningPrimitive {
    private final PrivateKey key;

    private Rsa(PrivateKey key) {
      this.key = key;
    }

    @Override
    public List<byte[]> sign(byte[] signedBytes) throws GeneralSecurityException {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signedBytes);
      return List.of(signature.sign());
    }
  }
}
