package org.entrepot.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How files are fetched. Immutable.
///
/// @param tries how often a file is asked for when the trouble may pass; at least 1
/// @param firstPause before the second try; doubled each time, up to five minutes
/// @param timeout how long a server may be silent
/// @param bytesPerSecond bound for all fetches together; 0 for none
/// @param authFiles files of credentials, see [Credentials]; those that are missing do not matter
/// @param environment for `http_proxy`, `https_proxy`, `no_proxy`, `SSL_CERT_FILE`
/// @param tls certificates
/// @param userAgent how we call ourselves
public record TransportOptions(
    int tries,
    Duration firstPause,
    Duration timeout,
    long bytesPerSecond,
    List<Path> authFiles,
    Map<String, String> environment,
    Tls tls,
    String userAgent) {
  public TransportOptions {
    authFiles = List.copyOf(authFiles);
    environment = Map.copyOf(environment);
    tries = Math.max(1, tries);
  }

  /// Certificates, as files in PEM.
  ///
  /// @param authorities whom to trust instead of the usual ones
  /// @param certificate our own, with its chain
  /// @param key its private key (PKCS#8); absent when it stands in the same file
  public record Tls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
    /// The usual authorities, no certificate of our own.
    public static final Tls DEFAULT = new Tls(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Three tries, no bound, no credentials.
  public static final TransportOptions DEFAULT =
      new TransportOptions(
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          0,
          List.of(),
          Map.of(),
          Tls.DEFAULT,
          "entrepot");

  /// The same with another number of tries.
  public TransportOptions withTries(int number) {
    return new TransportOptions(
        number, firstPause, timeout, bytesPerSecond, authFiles, environment, tls, userAgent);
  }

  /// The same with another bound.
  public TransportOptions withBytesPerSecond(long bound) {
    return new TransportOptions(
        tries, firstPause, timeout, bound, authFiles, environment, tls, userAgent);
  }
}
