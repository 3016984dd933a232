package org.entrepot.service.importing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.RepositoryOperation.AddPackages;
import org.entrepot.service.operation.RepositoryOperation.Replacement;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.UseCase;
import org.entrepot.service.task.WorkerResult;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolBatch;

/// Imports package files into the pool and a repository. A bad file is told and passed over; the
/// good ones are all there when the operation succeeds, or none of them.
///
/// Files go through in chunks: while one chunk is made durable and recorded, the next is read by as
/// many threads as there are processors. Records and pool files that a crash leaves behind are
/// unreferenced, and removed by a clean-up.
public final class AddPackagesUseCase implements UseCase<AddPackages> {
  private static final int CHUNK = 1024; // files; bounds the memory for contents lists
  private static final int MANY = 500; // from here on the whole repository is loaded at once

  private final PackagePool pool;
  private final AddMethod method;

  /// `method` says how files come into the pool.
  public AddPackagesUseCase(PackagePool pool, AddMethod method) {
    this.pool = pool;
    this.method = method;
  }

  @Override
  public void validate(AddPackages operation, View view) {
    Objects.requireRepository(view, operation.name());
    if (operation.paths().isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "no files given: name package files or directories");
    }
  }

  @Override
  public ResourceClaims resources(AddPackages operation, View view) {
    Claims claims = new Claims(view).changes(operation.name()).usesPackages();
    SourceFiles.claim(claims, operation.paths(), operation.afterImport());
    return claims.build();
  }

  @Override
  public Completion run(AddPackages operation, OperationContext context) throws IOException {
    Repository before = context.read(view -> Objects.requireRepository(view, operation.name()));
    context.stage("Looking for packages", 0, Progress.Unit.FILES);
    PackageFiles files = PackageFiles.collect(operation.paths());
    var report = new ImportReport(context);
    files.failures().forEach(failure -> report.failed(failure.path(), failure.reason()));
    if (files.areNone()) {
      context.output(
          Marker.INFO,
          "There is no .deb, .udeb, .ddeb or .dsc file in "
              + operation.paths().stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    for (Path companion : files.companions()) {
      report.processed(List.of(SourceFiles.examine(companion)));
    }

    PackageSet set = context.read(view -> view.set(before.packages()));
    var working = new WorkingSet(set, context::read);
    if (files.packages().size() >= MANY) {
      working.loadAll();
    }
    context.stage("Importing packages", files.packages().size(), Progress.Unit.PACKAGES);
    boolean replace = operation.replacement() == Replacement.REPLACE;
    importAll(
        files.packages(), context, (result, id) -> take(result, id, working, replace, report));

    PackageSet after = working.packages();
    OperationResult.Imported told = report.result();
    return transaction -> {
      if (!after.equals(set)) {
        transaction.putSet(after);
        transaction.updateRepository(before, before.withPackages(after));
      }
      return told;
    };
  }

  private static void take(
      PackageReader.Result result,
      int id,
      WorkingSet working,
      boolean replace,
      ImportReport report) {
    switch (result) {
      case PackageReader.Result.Refused(var path, var reason) -> report.failed(path, reason);
      case PackageReader.Result.Read(var path, var value, var sources) -> {
        switch (working.add(id, value.value(), replace)) {
          case WorkingSet.AddResult.Clash(var other) ->
              report.failed(path, ImportReport.conflict(other));
          case WorkingSet.AddResult.AlreadyThere _ ->
              report.added(value.value().displayName(), List.of(), sources);
          case WorkingSet.AddResult.Added(var replaced) ->
              report.added(value.value().displayName(), replaced, sources);
        }
      }
    }
  }

  @Override
  public boolean tidiesUp(AddPackages operation) {
    return operation.afterImport().removes();
  }

  @Override
  public void tidyUp(AddPackages operation, OperationResult result) throws IOException {
    SourceFiles.removeImported(result, operation.afterImport(), operation.paths());
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY; // the files are there until the only commit that matters is made
  }

  private interface Consumer {
    /// `id` of the stored package; -1 for a refused file.
    void accept(PackageReader.Result result, int id);
  }

  private void importAll(List<Path> files, OperationContext context, Consumer consumer)
      throws IOException {
    var reader = new PackageReader(pool, method, context::read);
    try (ExecutorService readers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      Chunk reading = null;
      try {
        for (int from = 0; from < files.size(); from += CHUNK) {
          context.checkCancelled();
          List<Path> slice = files.subList(from, Math.min(files.size(), from + CHUNK));
          Chunk next = Chunk.begin(slice, pool.newBatch(), reader, readers, context);
          Chunk ready = reading;
          reading = next;
          if (ready != null) {
            ready.store(context, consumer);
          }
        }
        if (reading != null) {
          reading.store(context, consumer);
        }
      } finally {
        readers.shutdownNow();
        if (reading != null) {
          reading.batch.close();
        }
      }
    }
  }

  /// Files that are read together and made durable together.
  private record Chunk(PoolBatch batch, List<Future<PackageReader.Result>> results) {
    static Chunk begin(
        List<Path> files,
        PoolBatch batch,
        PackageReader reader,
        ExecutorService readers,
        OperationContext context) {
      var results = new ArrayList<Future<PackageReader.Result>>();
      for (Path file : files) {
        results.add(
            readers.submit(() -> {
              PackageReader.Result result = reader.read(file, batch);
              context.advance(1, file.getFileName().toString());
              return result;
            }));
      }
      return new Chunk(batch, results);
    }

    void store(OperationContext context, Consumer consumer) throws IOException {
      try (batch) {
        var read = new ArrayList<PackageReader.Result>();
        var packages = new ArrayList<NewPackage>();
        for (Future<PackageReader.Result> future : results) {
          PackageReader.Result result = WorkerResult.of(future);
          read.add(result);
          if (result instanceof PackageReader.Result.Read(_, var value, _)) {
            packages.add(value);
          }
        }
        batch.commit();
        int[] ids = context.commit(transaction -> transaction.addPackages(packages));
        int next = 0;
        for (PackageReader.Result result : read) {
          consumer.accept(result, result instanceof PackageReader.Result.Read ? ids[next++] : -1);
        }
      }
    }
  }
}
