package org.entrepot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.Catalog;
import org.entrepot.catalog.CatalogUrl;
import org.entrepot.cli.command.ProgramVersion;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.format.compression.Compression;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.service.Entrepot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.importing.UploadSettings;
import org.entrepot.service.mirror.MirrorDefaults;
import org.entrepot.service.mirror.MirrorSettings;
import org.entrepot.service.operation.Dependencies;
import org.entrepot.service.publish.PublishSettings;
import org.entrepot.service.publish.SegmentFiles;
import org.entrepot.service.task.Failures;
import org.entrepot.service.task.Retention;
import org.entrepot.storage.filesystem.FilesystemPool;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.transport.TransportOptions;

/// Builds a store from its configuration. Everything of one store lies below its root:
/// `catalog.db`, `pool`, `public`, `keys`, `skel`, `buildinfo`, and what may be deleted at any time
/// while nothing runs, `work`, `cache` and `mirrors`.
public final class Composition {
  private Composition() {}

  /// Opens the store, making its root directory and catalog when they are new.
  ///
  /// @throws RepositoryException when the root or catalog cannot be used
  public static Entrepot open(Configuration configuration, Clock clock) {
    Path root = root(configuration);
    var pool = new FilesystemPool(configuration.poolDirectory());
    return new Entrepot(
        Catalog.open(catalogUrl(configuration), clock),
        pool,
        AddMethod.COPY,
        new ConfiguredTargets(configuration, root.resolve("public"), pool),
        publishSettings(configuration, root),
        new SegmentFiles(root.resolve("cache"), clock),
        new ConfiguredSigners(
            configuration.signing(),
            keys(configuration, clock),
            root.resolve("work"),
            releaseDate(configuration).isPresent()),
        mirrorSettings(configuration, root),
        new UploadSettings(keyrings(configuration), root.resolve("buildinfo")),
        clock,
        Retention.DEFAULT.withAudit(configuration.auditKept()));
  }

  /// The keys of the store.
  public static KeyStore keys(Configuration configuration, Clock clock) {
    return KeyStore.open(root(configuration).resolve("keys"), clock);
  }

  /// Where gpgv looks for trusted keys, and where the REST API keeps them.
  private static List<Path> keyrings(Configuration configuration) {
    Path gnupg = gnupgHome(configuration);
    return List.of(
        gnupg.resolve("trustedkeys.gpg"),
        gnupg.resolve("trustedkeys.kbx"),
        root(configuration).resolve("keyrings/trustedkeys.gpg"));
  }

  private static Path root(Configuration configuration) {
    Path root = configuration.general().rootDirectory().toAbsolutePath();
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED,
          "the root directory %s cannot be made: %s; name another as rootDir in the configuration"
              .formatted(root, Failures.describe(e)),
          e);
    }
    return root;
  }

  private static CatalogUrl catalogUrl(Configuration configuration) {
    try {
      return CatalogUrl.parse(configuration.databaseUrl());
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(ErrorCode.INVALID_REQUEST, "databaseUrl: " + e.getMessage(), e);
    }
  }

  private static PublishSettings publishSettings(Configuration configuration, Path root) {
    var publishing = configuration.publishing();
    var compressions = new ArrayList<Compression>();
    for (String name : publishing.compressions()) {
      compressions.add(
          Compression.byExtension("." + name)
              .filter(compression -> compression != Compression.LZMA)
              .orElseThrow(() ->
                  new RepositoryException(
                      ErrorCode.INVALID_REQUEST,
                      "publishCompressions: \"%s\" is none of gz, xz, zst, bz2".formatted(name))));
    }
    try {
      return new PublishSettings(
          compressions,
          publishing.byHash(),
          !publishing.skipContents(),
          publishing.keepGenerations(),
          configuration.general().architectures(),
          root.resolve("work"),
          root.resolve("skel"),
          releaseDate(configuration));
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "configuration: " + e.getMessage(), e);
    }
  }

  private static MirrorSettings mirrorSettings(Configuration configuration, Path root) {
    var mirroring = configuration.mirroring();
    var authFiles = new ArrayList<Path>(List.of(root.resolve("auth.conf")));
    authFiles.addAll(mirroring.authFiles());
    return new MirrorSettings(
        new TransportOptions(
            mirroring.tries(),
            Duration.ofSeconds(1),
            mirroring.timeout(),
            mirroring.bytesPerSecond(),
            authFiles,
            configuration.environment().variables(),
            new TransportOptions.Tls(
                mirroring.authorities(), mirroring.certificate(), mirroring.key()),
            "entrepot/" + ProgramVersion.TEXT),
        mirroring.parallel(),
        keyrings(configuration),
        root.resolve("mirrors"),
        new MirrorDefaults(
            configuration.general().architectures(),
            configuration.signing().disableVerify()
                ? Trust.Signatures.IGNORED
                : Trust.Signatures.REQUIRED,
            mirroring.sources(),
            dependencies(configuration),
            mirroring.ppaBase(),
            mirroring.ppaDistributor(),
            mirroring.ppaCodename()));
  }

  private static Dependencies dependencies(Configuration configuration) {
    var settings = configuration.dependencies();
    return new Dependencies(
        true,
        settings.followSuggests(),
        settings.followRecommends(),
        settings.followSource(),
        settings.followAllVariants(),
        List.of());
  }

  /// Where GnuPG keeps its keyrings.
  private static Path gnupgHome(Configuration configuration) {
    return configuration
        .environment()
        .find("GNUPGHOME")
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(configuration.environment().belowHome(".gnupg")));
  }

  /// `SOURCE_DATE_EPOCH` (reproducible-builds.org); what is no whole number is ignored, as the peer
  /// does.
  private static Optional<Instant> releaseDate(Configuration configuration) {
    return configuration
        .environment()
        .find("SOURCE_DATE_EPOCH")
        .filter(text -> text.matches("[0-9]{1,12}"))
        .map(text -> Instant.ofEpochSecond(Long.parseLong(text)));
  }

  /// Directories that published files may lie in or link to, for serving them.
  static List<Path> servedRoots(Configuration configuration) {
    return List.of(root(configuration).resolve("public"), configuration.poolDirectory());
  }
}
