package org.entrepot.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Reads certificates and keys in PEM (RFC 7468) for TLS.
final class Certificates {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");

  private Certificates() {}

  /// The context of these certificates.
  ///
  /// @throws IOException for a file that is missing or is not what it must be
  static SSLContext context(TransportOptions.Tls tls, Optional<Path> usualAuthorities)
      throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys(tls), authorities(tls.authorities().or(() -> usualAuthorities)), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] authorities(Optional<Path> file)
      throws IOException, GeneralSecurityException {
    if (file.isEmpty()) {
      return null; // those of this Java
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates(file.get())) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(TransportOptions.Tls tls)
      throws IOException, GeneralSecurityException {
    if (tls.certificate().isEmpty()) {
      return null;
    }
    Path file = tls.certificate().get();
    Certificate[] chain = certificates(file).toArray(Certificate[]::new);
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    char[] none = new char[0];
    store.setKeyEntry("client", key(tls.key().orElse(file)), none, chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> found =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate in PEM");
      }
      return found;
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    var match = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!match.find()) {
      throw new IOException(
          file
              + " holds no private key that can be read: write it without passphrase in PKCS#8,"
              + " with openssl pkcs8 -topk8 -nodes");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(match.group(1));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException _) {
        // of another algorithm
      }
    }
    throw new IOException(file + " holds a private key of an unknown algorithm");
  }
}
