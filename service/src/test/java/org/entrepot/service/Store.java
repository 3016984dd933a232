package org.entrepot.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entrepot.catalog.Catalog;
import org.entrepot.catalog.View;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.domain.task.TaskState;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.importing.UploadSettings;
import org.entrepot.service.mirror.MirrorDefaults;
import org.entrepot.service.mirror.MirrorSettings;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Dependencies;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Fetching;
import org.entrepot.service.operation.MirrorOperation;
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
import org.entrepot.service.publish.SegmentFiles;
import org.entrepot.service.publish.Targets;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.Retention;
import org.entrepot.service.task.TaskListener;
import org.entrepot.service.task.TaskOutcome;
import org.entrepot.storage.filesystem.FilesystemPool;
import org.entrepot.storage.filesystem.FilesystemTarget;
import org.entrepot.storage.filesystem.VerifyMethod;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.target.PublishTarget;
import org.entrepot.transport.TransportOptions;

/// A real store in a directory, with short words for what tests do.
final class Store implements AutoCloseable {
  private final Path root;
  private final Catalog catalog;
  private final Entrepot entrepot;
  private volatile List<String> output = List.of(); // of the operation that began last

  Store(Path root) {
    this(Setup.at(root));
  }

  Store(Setup setup) {
    this.root = setup.root();
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var faults = setup.faults().ofStorage();
    var pool = new FilesystemPool(root.resolve("pool"), faults);
    var target =
        new FilesystemTarget(publicRoot(), setup.linkMethod(), VerifyMethod.DIGEST, pool, faults);
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
    Clock clock = setup.clock();
    catalog = Catalog.open(setup.url(), clock, setup.faults().ofCatalog());
    entrepot =
        new Entrepot(
            catalog,
            pool,
            AddMethod.COPY,
            targets,
            setup.settings(),
            new SegmentFiles(root.resolve("cache"), clock),
            setup.signers(),
            mirrors(root),
            new UploadSettings(List.of(root.resolve("trusted.gpg")), root.resolve("buildinfo")),
            clock,
            setup.process(),
            Retention.DEFAULT);
  }

  private static MirrorSettings mirrors(Path root) {
    return new MirrorSettings(
        TransportOptions.DEFAULT, 4, List.of(), root.resolve("mirrors"), MirrorDefaults.USUAL);
  }

  Path publicRoot() {
    return root.resolve("public");
  }

  Path root() {
    return root;
  }

  Catalog catalog() {
    return catalog;
  }

  List<Publication> publications() {
    return catalog.read(View::publications);
  }

  List<PublishIntent> intents() {
    return catalog.read(View::intents);
  }

  /// Tasks that wait or run.
  List<Task> unfinished() {
    return catalog.read(view -> view.tasks(TaskFilter.in(TaskState.WAITING, TaskState.RUNNING)));
  }

  /// Names of the packages of a repository, sorted.
  List<String> packagesOf(String repository) {
    return catalog.read(view ->
        names(view, Objects.requireRepository(view, new RepositoryName(repository)).packages()));
  }

  /// Names of the packages of a snapshot, sorted.
  List<String> packagesIn(String snapshot) {
    return catalog.read(
        view -> names(view, Objects.requireSnapshot(view, new SnapshotName(snapshot)).packages()));
  }

  private static List<String> names(View view, Sha256 set) {
    return view.packages(view.set(set)).stream()
        .map(stored -> stored.value().displayName())
        .sorted()
        .toList();
  }

  Entrepot entrepot() {
    return entrepot;
  }

  List<String> output() {
    return output;
  }

  TaskOutcome outcome(Operation operation) {
    var lines = new ArrayList<String>();
    output = lines;
    return entrepot.run(
        operation,
        Secrets.NONE,
        new TaskListener() {
          @Override
          public void output(Marker marker, String line) {
            lines.add(marker.prefix() + line);
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
    run(creating(name));
  }

  OperationResult.Imported add(String repository, Path... paths) {
    return (OperationResult.Imported) run(adding(repository, paths));
  }

  static Operation adding(String repository, Path... paths) {
    return new RepositoryOperation.AddPackages(
        new RepositoryName(repository),
        List.of(paths),
        RepositoryOperation.Replacement.REFUSE,
        RepositoryOperation.AfterImport.KEEP_FILES);
  }

  /// Removes what the queries select.
  List<String> remove(String repository, String... queries) {
    return ((OperationResult.Changed) run(removing(repository, queries))).packages();
  }

  static Operation removing(String repository, String... queries) {
    return new RepositoryOperation.RemovePackages(
        new RepositoryName(repository), List.of(queries), Execution.CARRY_OUT);
  }

  OperationResult.CleanedUp cleanUp() {
    return (OperationResult.CleanedUp) run(new CleanUp(Execution.CARRY_OUT));
  }

  static Operation creating(String name) {
    return new RepositoryOperation.CreateRepository(
        new RepositoryName(name), "", "stable", "main", "", Optional.empty());
  }

  void snapshot(String name, String repository) {
    run(snapshotting(name, repository));
  }

  static Operation snapshotting(String name, String repository) {
    return new SnapshotOperation.CreateSnapshot(
        new SnapshotName(name), Optional.of(new RepositoryName(repository)), Optional.empty());
  }

  /// A mirror of an archive in a directory, whose signatures are not looked at.
  static Operation mirroring(String name, Path archive, Set<MirrorPart> parts) {
    return new MirrorOperation.CreateMirror(
        new MirrorName(name),
        new Upstream(List.of(new ArchiveUrl("file:" + archive)), "stable", List.of(), List.of()),
        new Selection("", false, parts, Set.of(), List.of()),
        new Trust(Trust.Signatures.IGNORED, List.of()),
        Set.of(),
        Fetching.CONFIGURED);
  }

  static Operation fetching(String mirror) {
    return new MirrorOperation.UpdateMirror(
        new MirrorName(mirror),
        Optional.of(Trust.Signatures.IGNORED),
        List.of(),
        Set.of(),
        MirrorOperation.Digests.VERIFY,
        MirrorOperation.Missing.FAIL,
        MirrorOperation.Present.LOOK,
        false,
        org.entrepot.service.operation.Force.REFUSE_IF_USED,
        Dependencies.NONE,
        Fetching.CONFIGURED);
  }

  static Operation snapshottingMirror(String name, String mirror) {
    return new MirrorOperation.SnapshotMirror(
        new SnapshotName(name), new MirrorName(mirror), Optional.empty());
  }

  static Operation publishing(SourceKind kind, String source, String prefix, String distribution) {
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

  static Operation updating(String prefix, String distribution) {
    return new PublicationOperation.Update(
        PublicationPoint.parse(prefix, distribution),
        Attributes.NONE,
        Conflicts.REFUSE,
        Cleaning.CLEAN,
        Signing.DEFAULT);
  }

  static Operation switching(String prefix, String distribution, String snapshot) {
    return new PublicationOperation.Switch(
        PublicationPoint.parse(prefix, distribution),
        List.of(new Source("", snapshot)),
        Attributes.NONE,
        Conflicts.REFUSE,
        Cleaning.CLEAN,
        Signing.DEFAULT);
  }

  static Operation dropping(String prefix, String distribution) {
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
