package org.entrepot.openpgp.key;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.PGPDigestCalculatorProvider;

/// Digests of the JDK for the key derivation of passphrases: they use the processor's instructions,
/// and GnuPG makes keys that ask for 65 MB to be hashed.
final class JdkDigests implements PGPDigestCalculatorProvider {
  @Override
  public PGPDigestCalculator get(int algorithm) throws PGPException {
    String name =
        switch (algorithm) {
          case HashAlgorithmTags.MD5 -> "MD5";
          case HashAlgorithmTags.SHA1 -> "SHA-1";
          case HashAlgorithmTags.SHA224 -> "SHA-224";
          case HashAlgorithmTags.SHA256 -> "SHA-256";
          case HashAlgorithmTags.SHA384 -> "SHA-384";
          case HashAlgorithmTags.SHA512 -> "SHA-512";
          default -> throw new PGPException("digest algorithm " + algorithm + " is not supported");
        };
    try {
      return new Calculator(algorithm, MessageDigest.getInstance(name));
    } catch (NoSuchAlgorithmException e) {
      throw new PGPException("this JDK lacks " + name, e);
    }
  }

  private record Calculator(int algorithm, MessageDigest digest) implements PGPDigestCalculator {
    @Override
    public int getAlgorithm() {
      return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int b) {
          digest.update((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          digest.update(bytes, offset, length);
        }
      };
    }

    @Override
    public byte[] getDigest() {
      return digest.digest();
    }

    @Override
    public void reset() {
      digest.reset();
    }
  }
}
