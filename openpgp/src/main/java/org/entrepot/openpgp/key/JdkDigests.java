package org.entrepot.openpgp.key;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.PGPDigestCalculatorProvider;

/// Digests of the JDK: they use the processor's instructions, and GnuPG makes passphrases that ask
/// for 65 MB to be hashed, in pieces of a few bytes.
final class JdkDigests implements PGPDigestCalculatorProvider {
  private static final int BUFFER_BYTES = 16 * 1024;

  @Override
  public PGPDigestCalculator get(int algorithm) throws PGPException {
    return new Calculator(algorithm, digest(algorithm));
  }

  /// The digest of this number in RFC 4880 section 9.4.
  static MessageDigest digest(int algorithm) throws PGPException {
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
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new PGPException("this JDK lacks " + name, e);
    }
  }

  /// A stream into this digest.
  static OutputStream into(MessageDigest digest) {
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

  private static final class Calculator implements PGPDigestCalculator {
    private final int algorithm;
    private final MessageDigest digest;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    Calculator(int algorithm, MessageDigest digest) {
      this.algorithm = algorithm;
      this.digest = digest;
    }

    @Override
    public int getAlgorithm() {
      return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int b) {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          if (length > BUFFER_BYTES - filled) {
            drain();
          }
          if (length > BUFFER_BYTES) {
            digest.update(bytes, offset, length);
          } else {
            System.arraycopy(bytes, offset, buffer, filled, length);
            filled += length;
          }
        }
      };
    }

    private void drain() {
      digest.update(buffer, 0, filled);
      filled = 0;
    }

    @Override
    public byte[] getDigest() {
      drain();
      return digest.digest();
    }

    @Override
    public void reset() {
      filled = 0;
      digest.reset();
    }
  }
}
