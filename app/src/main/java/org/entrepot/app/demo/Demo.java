package org.entrepot.app.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.app.Composition;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.cli.configuration.ConfigurationLoader;
import org.entrepot.cli.configuration.ConfigurationPlaces;
import org.entrepot.cli.configuration.Environment;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.openpgp.key.KeyAlgorithm;
import org.entrepot.openpgp.key.KeyDescription;
import org.entrepot.openpgp.key.KeyEncoding;
import org.entrepot.openpgp.key.KeyRequest;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.openpgp.key.PassphraseSource;
import org.entrepot.server.archive.ArchiveOptions;
import org.entrepot.server.archive.ArchiveServer;
import org.entrepot.server.archive.Mount;
import org.entrepot.service.Entrepot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.FileTrees;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation.Attributes;
import org.entrepot.service.operation.PublicationOperation.Conflicts;
import org.entrepot.service.operation.PublicationOperation.Publish;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.RepositoryOperation.AddPackages;
import org.entrepot.service.operation.RepositoryOperation.AfterImport;
import org.entrepot.service.operation.RepositoryOperation.CreateRepository;
import org.entrepot.service.operation.RepositoryOperation.Replacement;
import org.entrepot.service.operation.SnapshotOperation.CreateSnapshot;
import org.entrepot.service.task.TaskListener;

/// Shows the way from a folder of packages to an archive that apt trusts, in a directory of its own
/// below the system's temporary directory, which is removed at the end.
public final class Demo {
  private static final String DISTRIBUTION = "demo";
  private static final String COMPONENT = "main";

  private final PrintStream out;
  private final Clock clock;

  public Demo(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /// Whether the demo ends after its check or serves until it is stopped.
  public enum Ending {
    AFTER_CHECK,
    WHEN_STOPPED
  }

  /// Runs the demo with the packages of a folder, or with its own.
  ///
  /// @throws RepositoryException when a step fails, or apt does not accept the archive
  public void run(Optional<Path> folder, Ending ending) throws IOException {
    Path root = Files.createTempDirectory("entrepot-demo-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(root))); // when it is stopped
    try {
      run(root, folder, ending);
    } finally {
      remove(root);
    }
  }

  private void run(Path root, Optional<Path> folder, Ending ending) throws IOException {
    Configuration configuration = configuration(root);
    KeyStore keys = Composition.keys(configuration, clock);
    try (Entrepot entrepot = Composition.open(configuration, clock)) {
      String architecture =
          Program.run(root, "dpkg", List.of("dpkg", "--print-architecture")).strip();
      Path packages = folder.map(Path::toAbsolutePath).orElse(root.resolve("packages"));
      if (folder.isEmpty()) {
        SamplePackages.build(
            Files.createDirectories(packages),
            Files.createDirectories(root.resolve("build")),
            architecture);
        say("Built three sample packages in %s".formatted(packages));
      }
      Path keyring = key(keys, root);
      publish(entrepot, packages, architecture);
      Path published = root.resolve("store/public");
      try (ArchiveServer server =
          ArchiveServer.start(ArchiveOptions.loopback(List.of(new Mount("/", published))), clock)) {
        say("Serving it at %s".formatted(server.uri()));
        Path privateRoot = Files.createDirectories(root.resolve("apt"));
        var check = new AptCheck(privateRoot, server.uri(), keyring, architecture);
        check(check, published, folder.isEmpty());
        out.println();
        say("For a machine that should use it, in /etc/apt/sources.list.d/demo.list:");
        out.println("  " + check.sourcesLine(DISTRIBUTION, COMPONENT));
        if (ending == Ending.WHEN_STOPPED) {
          out.println();
          say("It stays until you press Ctrl-C. Look around: %s".formatted(server.uri()));
          server.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RepositoryException(ErrorCode.CANCELLED, "the demo was interrupted", e);
      }
    }
  }

  private Configuration configuration(Path root) {
    var environment = new Environment(Map.of("HOME", root.toString()));
    var loader = new ConfigurationLoader(environment, new ConfigurationPlaces(List.of()));
    String text = "{\"rootDir\": \"%s\"}".formatted(root.resolve("store"));
    return loader.parse(text.getBytes(StandardCharsets.UTF_8), root.resolve("demo.conf"));
  }

  private Path key(KeyStore keys, Path root) throws IOException {
    KeyDescription key =
        keys.generate(
            KeyRequest.of(KeyAlgorithm.ED25519, "Entrepot demonstration <demo@entrepot.invalid>"),
            PassphraseSource.none(),
            new SecureRandom());
    Path keyring = root.resolve("demo-keyring.gpg");
    Files.write(keyring, keys.exportPublic(key.fingerprint().toString(), KeyEncoding.BINARY));
    say("Made a signing key: %s".formatted(key.title()));
    return keyring;
  }

  private void publish(Entrepot entrepot, Path packages, String architecture) {
    var repository = new RepositoryName("demo");
    var snapshot = new SnapshotName("demo-1");
    run(
        entrepot,
        new CreateRepository(
            repository, "Demonstration", DISTRIBUTION, COMPONENT, "", Optional.empty()));
    var imported =
        (OperationResult.Imported)
            run(
                entrepot,
                new AddPackages(
                    repository, List.of(packages), Replacement.REFUSE, AfterImport.KEEP_FILES));
    imported.warnings().forEach(warning -> say("  [!] %s".formatted(warning)));
    if (imported.added().isEmpty()) {
      throw new RepositoryException(
          ErrorCode.NOTHING_FOUND, "%s holds no package that could be added".formatted(packages));
    }
    say(
        "Added %d packages to the local repository %s"
            .formatted(imported.added().size(), repository));
    run(entrepot, new CreateSnapshot(snapshot, Optional.of(repository), Optional.empty()));
    say("Froze it as snapshot %s".formatted(snapshot));
    run(
        entrepot,
        new Publish(
            SourceKind.SNAPSHOT,
            List.of(new Source(COMPONENT, snapshot.value())),
            StorageName.DEFAULT,
            Prefix.ROOT,
            Optional.of(DISTRIBUTION),
            List.of(architecture),
            Attributes.NONE,
            Conflicts.REFUSE,
            Signing.DEFAULT));
    say("Published it, signed, as distribution %s".formatted(DISTRIBUTION));
  }

  private static OperationResult run(Entrepot entrepot, Operation operation) {
    return entrepot.run(operation, Secrets.NONE, TaskListener.SILENT).require();
  }

  private void check(AptCheck check, Path published, boolean samples) throws IOException {
    say(
        "gpgv says: %s"
            .formatted(
                check.verify(
                    published.resolve("dists").resolve(DISTRIBUTION).resolve("InRelease"))));
    check.update(DISTRIBUTION, COMPONENT);
    List<String> offered = check.offered();
    if (offered.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.CHECK_FAILED, "apt-get update succeeded, but apt offers no package");
    }
    say("apt-get update trusts it and offers %d packages".formatted(offered.size()));
    String name = samples ? SamplePackages.PROGRAM : offered.getFirst();
    List<String> files = check.download(name, samples);
    say("apt-get downloaded and verified: %s".formatted(String.join(", ", files)));
  }

  private void say(String line) {
    out.println(line);
  }

  private static void remove(Path root) {
    try {
      FileTrees.remove(root);
    } catch (IOException _) {
      // it lies in the temporary directory, which the system cleans
    }
  }
}
