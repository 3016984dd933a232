package org.entrepot.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.Catalog;
import org.entrepot.catalog.CatalogUrl;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation;
import org.entrepot.service.operation.PublicationOperation.Attributes;
import org.entrepot.service.operation.PublicationOperation.Cleaning;
import org.entrepot.service.operation.PublicationOperation.Conflicts;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.RepositoryOperation;
import org.entrepot.service.operation.SnapshotOperation;
import org.entrepot.service.publish.PublishSettings;
import org.entrepot.service.publish.SegmentFiles;
import org.entrepot.service.publish.Targets;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.TaskListener;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.storage.filesystem.FilesystemPool;
import org.entrepot.storage.filesystem.FilesystemTarget;
import org.entrepot.storage.filesystem.LinkMethod;
import org.entrepot.storage.filesystem.VerifyMethod;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.target.PublishTarget;

/// A real store in a directory, with short words for what tests do.
final class Store implements AutoCloseable {
  private final Path root;
  private final Entrepot entrepot;
  private final List<String> output = new ArrayList<>();

  Store(Path root) {
    this(root, org.entrepot.catalog.FaultPoint.NONE, org.entrepot.storage.FaultPoint.NONE);
  }

  Store(
      Path root,
      org.entrepot.catalog.FaultPoint catalogFaults,
      org.entrepot.storage.FaultPoint storageFaults) {
    this.root = root;
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var pool = new FilesystemPool(root.resolve("pool"), storageFaults);
    var target =
        new FilesystemTarget(
            publicRoot(), LinkMethod.HARDLINK, VerifyMethod.DIGEST, pool, storageFaults);
    var targets =
        new Targets() {
          @Override
          public PublishTarget require(StorageName name) {
            return target;
          }

          @Override
          public List<StorageName> names() {
            return List.of(StorageName.DEFAULT);
          }
        };
    var settings =
        new PublishSettings(
            List.of(Compression.GZIP, Compression.XZ, Compression.ZSTD),
            true,
            true,
            3,
            List.of(),
            root.resolve("work"),
            root.resolve("skel"),
            Optional.of(Instant.ofEpochSecond(1_700_000_000)));
    Clock clock = Clock.systemUTC();
    entrepot =
        new Entrepot(
            Catalog.open(new CatalogUrl.Sqlite(root.resolve("catalog.db")), clock, catalogFaults),
            pool,
            AddMethod.COPY,
            targets,
            settings,
            new SegmentFiles(root.resolve("cache"), clock),
            (signing, secrets) -> Optional.empty(),
            clock);
  }

  Path publicRoot() {
    return root.resolve("public");
  }

  Entrepot entrepot() {
    return entrepot;
  }

  List<String> output() {
    return output;
  }

  TaskOutcome outcome(Operation operation) {
    output.clear();
    return entrepot.run(
        operation,
        Secrets.NONE,
        new TaskListener() {
          @Override
          public void output(Marker marker, String line) {
            output.add(marker.prefix() + line);
          }

          @Override
          public void progress(Progress progress) {}

          @Override
          public void waiting(List<String> blockers) {}
        });
  }

  OperationResult run(Operation operation) {
    return outcome(operation).require();
  }

  void createRepository(String name) {
    run(
        new RepositoryOperation.CreateRepository(
            new RepositoryName(name), "", "stable", "main", "", Optional.empty()));
  }

  OperationResult.Imported add(String repository, Path... paths) {
    return (OperationResult.Imported)
        run(
            new RepositoryOperation.AddPackages(
                new RepositoryName(repository),
                List.of(paths),
                RepositoryOperation.Replacement.REFUSE,
                RepositoryOperation.AfterImport.KEEP_FILES));
  }

  void snapshot(String name, String repository) {
    run(
        new SnapshotOperation.CreateSnapshot(
            new SnapshotName(name), Optional.of(new RepositoryName(repository)), Optional.empty()));
  }

  Operation publishing(SourceKind kind, String source, String prefix, String distribution) {
    return new PublicationOperation.Publish(
        kind,
        List.of(new Source("", source)),
        StorageName.DEFAULT,
        Prefix.parse(prefix),
        Optional.of(distribution),
        List.of("amd64", "source"),
        Attributes.NONE,
        Conflicts.REFUSE,
        Signing.DEFAULT);
  }

  Operation updating(String prefix, String distribution) {
    return new PublicationOperation.Update(
        PublicationPoint.parse(prefix, distribution),
        Attributes.NONE,
        Conflicts.REFUSE,
        Cleaning.CLEAN,
        Signing.DEFAULT);
  }

  Operation dropping(String prefix, String distribution) {
    return new PublicationOperation.Drop(
        PublicationPoint.parse(prefix, distribution),
        org.entrepot.service.operation.Force.REFUSE_IF_USED,
        Cleaning.CLEAN);
  }

  @Override
  public void close() {
    entrepot.close();
  }
}
