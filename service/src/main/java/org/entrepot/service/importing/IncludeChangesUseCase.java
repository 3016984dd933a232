package org.entrepot.service.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.domain.template.FormatTemplate;
import org.entrepot.domain.template.TemplateException;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.key.Keyring;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.importing.Upload.RefusedException;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.SourceFile;
import org.entrepot.service.operation.RepositoryOperation.IncludeChanges;
import org.entrepot.service.operation.RepositoryOperation.Replacement;
import org.entrepot.service.operation.RepositoryOperation.Signatures;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Failures;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.UseCase;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolBatch;

/// Takes uploads (deb-changes(5)) into repositories. An upload is taken whole or not at all; one
/// that is refused is told and passed over, and its files stay where they are.
///
/// The `.buildinfo` files of what is taken are kept beside the store, under the name of the source
/// package, so that a build can be repeated later.
public final class IncludeChangesUseCase implements UseCase<IncludeChanges> {
  private final PackagePool pool;
  private final AddMethod method;
  private final UploadSettings settings;
  private final Clock clock;

  /// `method` says how files come into the pool, `clock` whether signatures have expired.
  public IncludeChangesUseCase(
      PackagePool pool, AddMethod method, UploadSettings settings, Clock clock) {
    this.pool = pool;
    this.method = method;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void validate(IncludeChanges operation, View view) {
    template(operation);
    if (isName(operation)) {
      Objects.requireRepository(view, new RepositoryName(operation.repository()));
    }
    if (operation.paths().isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "no files given: name .changes files or directories");
    }
    if (!operation.uploaders().isEmpty()) {
      UploaderRulesText.parse(operation.uploaders(), "of the command");
    }
  }

  /// Whether the target is the name of one repository, not a template.
  private static boolean isName(IncludeChanges operation) {
    return !operation.repository().contains("{{");
  }

  private static FormatTemplate template(IncludeChanges operation) {
    try {
      return FormatTemplate.parse(operation.repository());
    } catch (TemplateException e) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "the template for the repository cannot be read: " + e.getMessage(),
          e);
    }
  }

  /// Of a template every repository may be meant.
  @Override
  public ResourceClaims resources(IncludeChanges operation, View view) {
    var claims = new Claims(view).usesPackages();
    if (isName(operation)) {
      claims.changes(new RepositoryName(operation.repository()));
    } else {
      view.repositories().forEach(repository -> claims.changes(repository.name()));
    }
    SourceFiles.claim(claims, operation.paths(), operation.afterImport());
    return claims.build();
  }

  @Override
  public Completion run(IncludeChanges operation, OperationContext context) throws IOException {
    context.stage("Looking for uploads", 0, Progress.Unit.FILES);
    ChangesFiles found = ChangesFiles.collect(operation.paths());
    var report = new ImportReport(context);
    found.failures().forEach(failure -> report.failed(failure.path(), failure.reason()));
    Keyring keyring = keyring(operation);
    FormatTemplate template = template(operation);
    var targets = new LinkedHashMap<UUID, Target>();
    context.stage("Including uploads", found.files().size(), Progress.Unit.FILES);
    for (Path path : found.files()) {
      context.checkCancelled();
      try {
        SourceFile source = SourceFiles.examine(path);
        Upload upload = Upload.read(path, operation, keyring, clock);
        Target target = target(upload, template, context, targets);
        include(upload, target, operation, context, report);
        report.processed(List.of(source));
      } catch (RefusedException e) {
        report.failed(path, e.reason());
      } catch (IOException e) {
        report.failed(path, "cannot be read: " + Failures.describe(e));
      }
      context.advance(1, path.getFileName().toString());
    }
    OperationResult.Imported told = report.result();
    return transaction -> {
      for (Target target : targets.values()) {
        if (!target.packages.digest().equals(target.before.packages())) {
          transaction.putSet(target.packages);
          transaction.updateRepository(target.before, target.before.withPackages(target.packages));
        }
      }
      return told;
    };
  }

  @Override
  public boolean tidiesUp(IncludeChanges operation) {
    return operation.afterImport().removes();
  }

  @Override
  public void tidyUp(IncludeChanges operation, OperationResult result) throws IOException {
    SourceFiles.removeImported(result, operation.afterImport(), operation.paths());
  }

  /// A repository and what it will hold.
  private static final class Target {
    final Repository before;
    PackageSet packages;

    Target(Repository before, PackageSet packages) {
      this.before = before;
      this.packages = packages;
    }
  }

  private Keyring keyring(IncludeChanges operation) {
    if (operation.signatures() == Signatures.IGNORE) {
      return Keyring.of(List.of());
    }
    List<Path> files =
        operation.keyrings().isEmpty()
            ? settings.keyrings().stream().filter(Files::exists).toList()
            : operation.keyrings();
    try {
      return Keyring.read(files);
    } catch (OpenPgpException e) {
      throw new RepositoryException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private void include(
      Upload upload,
      Target target,
      IncludeChanges operation,
      OperationContext context,
      ImportReport report)
      throws IOException, RefusedException {
    upload.requireComplete();
    String sourceName = upload.sourceName();
    requireAllowed(upload, operation, target.before);

    var reader = new PackageReader(pool, method, context::read);
    var read = new ArrayList<PackageReader.Result.Read>();
    try (PoolBatch batch = pool.newBatch()) {
      for (Path path : upload.packages()) {
        read.add(readPackage(reader, path, batch, upload));
      }
      if (read.isEmpty()) {
        throw new RefusedException("it lists no package");
      }
      Set<SourceFile> sources = remaining(upload, read);
      batch.commit();
      List<NewPackage> values = read.stream().map(PackageReader.Result.Read::value).toList();
      int[] ids = context.commit(transaction -> transaction.addPackages(values));
      var working = new WorkingSet(target.packages, context::read);
      var replaced = new ArrayList<List<String>>();
      for (int i = 0; i < ids.length; i++) {
        replaced.add(add(ids[i], values.get(i).value(), working, operation.replacement()));
      }
      keepBuildinfo(upload, sourceName);
      target.packages = working.packages();
      for (int i = 0; i < ids.length; i++) {
        report.added(values.get(i).value().displayName(), replaced.get(i), read.get(i).sources());
      }
      report.processed(List.copyOf(sources));
    }
  }

  private Target target(
      Upload upload, FormatTemplate template, OperationContext context, Map<UUID, Target> targets)
      throws RefusedException {
    try {
      var wanted = new RepositoryName(template.render(upload.fields()));
      Repository found =
          context.read(view -> view.findRepository(wanted)).orElseThrow(() -> unknown(wanted));
      return targets.computeIfAbsent(
          found.id(), _ -> new Target(found, context.read(view -> view.set(found.packages()))));
    } catch (TemplateException e) {
      throw new RefusedException(
          "the template for the repository cannot be filled in: " + e.getMessage());
    } catch (InvalidNameException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException unknown(RepositoryName name) {
    return new RefusedException(
        "local repo with name %s not found; create it, or choose another with -repo"
            .formatted(name));
  }

  private static void requireAllowed(Upload upload, IncludeChanges operation, Repository repository)
      throws RefusedException {
    String own = repository.uploaders();
    String rules = own.isEmpty() ? operation.uploaders() : own;
    if (rules.isEmpty()) {
      return;
    }
    Optional<String> denial =
        UploaderRulesText.parse(rules, "of repository " + repository.name())
            .denial(upload.changes().stanza(), upload.keys());
    if (denial.isPresent()) {
      throw new RefusedException(denial.get());
    }
  }

  private static PackageReader.Result.Read readPackage(
      PackageReader reader, Path path, PoolBatch batch, Upload upload) throws RefusedException {
    return switch (reader.read(path, batch)) {
      case PackageReader.Result.Refused(_, var reason) ->
          throw new RefusedException("%s: %s".formatted(path.getFileName(), reason));
      case PackageReader.Result.Read read -> {
        Package value = read.value().value();
        for (PackageFile file : value.files()) {
          requireEqual(upload, file.name(), file.checksums());
        }
        upload.requireAnnounced(value);
        yield read;
      }
    };
  }

  private static void requireEqual(Upload upload, String name, Checksums actual)
      throws RefusedException {
    List<String> differences = upload.declared(name).mismatches(actual);
    if (!differences.isEmpty()) {
      throw new RefusedException(
          "%s is not the file that it lists: %s".formatted(name, String.join(", ", differences)));
    }
  }

  /// Looks at the listed files that no package was read from, and returns them all.
  private static Set<SourceFile> remaining(Upload upload, List<PackageReader.Result.Read> read)
      throws IOException, RefusedException {
    var sources = new LinkedHashSet<SourceFile>();
    read.forEach(package_ -> sources.addAll(package_.sources()));
    Set<String> known = new LinkedHashSet<>();
    sources.forEach(source -> known.add(source.path()));
    for (Path file : upload.files()) {
      if (!known.contains(file.toString())) {
        SourceFile source = SourceFiles.examine(file);
        requireEqual(upload, file.getFileName().toString(), ChecksumCalculator.of(file));
        sources.add(source);
      }
    }
    return sources;
  }

  private static List<String> add(
      int id, Package value, WorkingSet working, Replacement replacement) throws RefusedException {
    return switch (working.add(id, value, replacement == Replacement.REPLACE)) {
      case WorkingSet.AddResult.Clash(var other) ->
          throw new RefusedException(ImportReport.conflict(other));
      case WorkingSet.AddResult.AlreadyThere _ -> List.of();
      case WorkingSet.AddResult.Added(var replaced) -> replaced;
    };
  }

  private void keepBuildinfo(Upload upload, String sourceName) throws IOException {
    for (Path file : upload.files()) {
      if (!file.toString().endsWith(".buildinfo")) {
        continue;
      }
      Path directory = Files.createDirectories(settings.buildinfo().resolve(sourceName));
      Path temporary = directory.resolve("." + UUID.randomUUID());
      Files.copy(file, temporary);
      Files.move(temporary, directory.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
