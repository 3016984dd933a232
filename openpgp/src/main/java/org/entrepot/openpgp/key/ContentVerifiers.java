package org.entrepot.openpgp.key;

import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.bouncycastle.bcpg.EdDSAPublicBCPGKey;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.PGPContentVerifier;
import org.bouncycastle.openpgp.operator.PGPContentVerifierBuilder;
import org.bouncycastle.openpgp.operator.PGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.util.BigIntegers;

/// Checks single signatures: RSA by the JDK, Ed25519 by the library's bare function, everything
/// else by the library's operators.
///
/// In a fresh JVM the library needs 0.3 s for its first RSA key (it tests the modulus for small
/// factors and primality) and loads every digest it knows; this way takes a tenth. Stateless.
public final class ContentVerifiers implements PGPContentVerifierBuilderProvider {
  private static final int ED25519_POINT_BYTES = 33; // 0x40 and the point

  @Override
  public PGPContentVerifierBuilder get(int keyAlgorithm, int hashAlgorithm) throws PGPException {
    if (isFast(keyAlgorithm) && isJdkDigest(hashAlgorithm)) {
      return key -> verifier(key, keyAlgorithm, hashAlgorithm);
    }
    return new BcPGPContentVerifierBuilderProvider().get(keyAlgorithm, hashAlgorithm);
  }

  private static boolean isFast(int keyAlgorithm) {
    return keyAlgorithm == PublicKeyAlgorithmTags.RSA_GENERAL
        || keyAlgorithm == PublicKeyAlgorithmTags.EDDSA_LEGACY;
  }

  private static boolean isJdkDigest(int hashAlgorithm) {
    return switch (hashAlgorithm) {
      case HashAlgorithmTags.SHA1,
          HashAlgorithmTags.SHA224,
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512 ->
          true;
      default -> false;
    };
  }

  private static PGPContentVerifier verifier(PGPPublicKey key, int keyAlgorithm, int hashAlgorithm)
      throws PGPException {
    if (key.getAlgorithm() != keyAlgorithm) {
      throw new PGPException("the signature is of another algorithm than the key");
    }
    try {
      if (key.getPublicKeyPacket().getKey() instanceof RSAPublicBCPGKey rsa) {
        return new Rsa(key.getKeyID(), hashAlgorithm, signature(rsa, hashAlgorithm), size(rsa));
      }
    } catch (GeneralSecurityException e) {
      throw new PGPException("the JDK cannot use this RSA key", e);
    }
    byte[] point =
        key.getPublicKeyPacket().getKey() instanceof EdDSAPublicBCPGKey ed
            ? BigIntegers.asUnsignedByteArray(ed.getEncodedPoint())
            : new byte[0];
    if (point.length != ED25519_POINT_BYTES || point[0] != 0x40) {
      return new BcPGPContentVerifierBuilderProvider().get(keyAlgorithm, hashAlgorithm).build(key);
    }
    return new Ed(
        key.getKeyID(),
        hashAlgorithm,
        JdkDigests.digest(hashAlgorithm),
        Arrays.copyOfRange(point, 1, ED25519_POINT_BYTES));
  }

  private static Signature signature(RSAPublicBCPGKey key, int hashAlgorithm)
      throws GeneralSecurityException, PGPException {
    var spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    var signature =
        Signature.getInstance(
            JdkDigests.digest(hashAlgorithm).getAlgorithm().replace("-", "") + "withRSA");
    signature.initVerify(KeyFactory.getInstance("RSA").generatePublic(spec));
    return signature;
  }

  private static int size(RSAPublicBCPGKey key) {
    return (key.getModulus().bitLength() + 7) / 8;
  }

  private record Rsa(long keyId, int hashAlgorithm, Signature signature, int sizeBytes)
      implements PGPContentVerifier {
    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int b) {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          try {
            signature.update(bytes, offset, length);
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // it was initialised above
          }
        }
      };
    }

    /// The number in a packet has lost its leading zeros.
    @Override
    public boolean verify(byte[] expected) {
      var number = new BigInteger(1, expected);
      if (number.bitLength() > sizeBytes * 8) {
        return false;
      }
      byte[] padded = new byte[sizeBytes];
      byte[] bytes = number.toByteArray();
      int length = Math.min(bytes.length, sizeBytes);
      System.arraycopy(bytes, bytes.length - length, padded, sizeBytes - length, length);
      try {
        return signature.verify(padded);
      } catch (GeneralSecurityException _) {
        return false; // not even the form of a signature by this key
      }
    }

    @Override
    public int getHashAlgorithm() {
      return hashAlgorithm;
    }

    @Override
    public int getKeyAlgorithm() {
      return PublicKeyAlgorithmTags.RSA_GENERAL;
    }

    @Override
    public long getKeyID() {
      return keyId;
    }
  }

  private static final class Ed implements PGPContentVerifier {
    private final long keyId;
    private final int hashAlgorithm;
    private final MessageDigest digest;
    private final byte[] point;

    Ed(long keyId, int hashAlgorithm, MessageDigest digest, byte[] point) {
      this.keyId = keyId;
      this.hashAlgorithm = hashAlgorithm;
      this.digest = digest;
      this.point = point;
    }

    @Override
    public OutputStream getOutputStream() {
      return JdkDigests.into(digest);
    }

    @Override
    public boolean verify(byte[] expected) {
      byte[] hash = digest.digest();
      return expected.length == Ed25519.SIGNATURE_SIZE
          && Ed25519.verify(expected, 0, point, 0, hash, 0, hash.length);
    }

    @Override
    public int getHashAlgorithm() {
      return hashAlgorithm;
    }

    @Override
    public int getKeyAlgorithm() {
      return PublicKeyAlgorithmTags.EDDSA_LEGACY;
    }

    @Override
    public long getKeyID() {
      return keyId;
    }
  }
}
