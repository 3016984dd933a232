package org.entrepot.service.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.catalog.error.CatalogException;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.task.TaskState;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.operation.Maintenance;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationCodec;
import org.entrepot.service.operation.PublicationOperation;
import org.entrepot.service.operation.SnapshotOperation;
import org.entrepot.service.publish.AlongFiles;
import org.entrepot.service.publish.KeptGenerations;
import org.entrepot.service.publish.PathPrints;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.WorkerResult;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolCondition;
import org.entrepot.storage.pool.PoolEntry;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.pool.PoolPath;

/// Compares the files of the pool with the packages that need them, on all processors, and looks
/// for files that none needs.
///
/// Others may add packages meanwhile: a record comes after its file, so no file that a record names
/// is missing, and a file without a record is judged only when no task that may be about to add the
/// record is running.
final class PoolCheck {
  private static final int BLOCK = 256;
  private static final int MOST_CANDIDATES = 20_000;

  private final PackagePool pool;
  private final KeptGenerations kept;
  private final OperationContext context;
  private final CheckDepth depth;
  private final Findings findings;
  private final PathPrints needed = new PathPrints();
  private long files;
  private long bytes;
  private long unjudged;
  private boolean neededKnown = true;

  PoolCheck(
      PackagePool pool,
      KeptGenerations kept,
      OperationContext context,
      CheckDepth depth,
      Findings findings) {
    this.pool = pool;
    this.kept = kept;
    this.context = context;
    this.depth = depth;
    this.findings = findings;
  }

  /// Files that packages need.
  long files() {
    return files;
  }

  /// How long they are together.
  long bytes() {
    return bytes;
  }

  /// Files without a record that may belong to running tasks.
  long unjudged() {
    return unjudged;
  }

  void run(PackageSet packages) throws IOException {
    try (ExecutorService executor =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      examine(executor, packages);
    }
    context.stage("Looking for files that no package names", 0, Progress.Unit.FILES);
    orphans();
  }

  private void examine(ExecutorService executor, PackageSet packages) throws IOException {
    long total =
        context.read(view -> {
          long[] sum = {0};
          view.forEachFile(packages, file -> sum[0] += file.checksums().sizeBytes());
          return sum[0];
        });
    context.stage("Checking the package pool", total, Progress.Unit.BYTES);
    examineAll(executor, context.read(this::along));
    int[] ids = packages.toArray();
    for (int from = 0; from < ids.length; from += BLOCK) {
      context.checkCancelled();
      PackageSet block =
          PackageSet.of(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + BLOCK)));
      examineAll(executor, context.read(view -> files(view, block)));
    }
  }

  private static List<PoolFile> files(View view, PackageSet packages) {
    var found = new ArrayList<PoolFile>();
    view.forEachFile(packages, file -> found.add(PoolFile.of(file.checksums(), file.baseName())));
    return found;
  }

  /// Files that came along with packages. When the catalog has lost which, that is told already,
  /// and nobody can say which files are needed.
  private List<PoolFile> along(View view) {
    try {
      return AlongFiles.of(view, kept);
    } catch (CatalogException _) {
      neededKnown = false;
      return List.of();
    }
  }

  private void examineAll(ExecutorService executor, List<PoolFile> block) throws IOException {
    var work = new ArrayList<Future<?>>();
    for (PoolFile file : block) {
      if (needed.add(file.path().text())) {
        files++;
        bytes += file.checksums().sizeBytes();
        work.add(executor.submit(() -> examine(file)));
      }
    }
    for (Future<?> each : work) {
      WorkerResult.of(each);
    }
  }

  private void examine(PoolFile file) {
    long size = file.checksums().sizeBytes();
    try {
      if (depth == CheckDepth.QUICK) {
        if (!pool.contains(file.path(), size)) {
          missing(file);
        }
      } else {
        switch (pool.examine(file)) {
          case PoolCondition.Intact _ -> {}
          case PoolCondition.Missing _ -> tell(Finding.Kind.POOL_MISSING, file, "is missing");
          case PoolCondition.Damaged(var actual) ->
              tell(
                  Finding.Kind.POOL_DAMAGED,
                  file,
                  actual.sizeBytes() == size
                      ? "has other content than it must have"
                      : "has %d bytes instead of %d".formatted(actual.sizeBytes(), size));
        }
      }
    } catch (IOException e) {
      tell(Finding.Kind.POOL_DAMAGED, file, "cannot be read: " + e.getMessage());
    }
    context.advance(size, file.path().fileName());
  }

  private void missing(PoolFile file) {
    boolean there = pool.findLocalPath(file.path()).filter(Files::exists).isPresent();
    tell(
        there ? Finding.Kind.POOL_DAMAGED : Finding.Kind.POOL_MISSING,
        file,
        there
            ? "has not the %d bytes that it must have".formatted(file.checksums().sizeBytes())
            : "is missing");
  }

  private void tell(Finding.Kind kind, PoolFile file, String detail) {
    findings.add(Finding.inPool(kind, file.path().text(), detail));
  }

  private void orphans() throws IOException {
    var candidates = new ArrayList<PoolPath>();
    long more = 0;
    try (Stream<PoolEntry> entries = pool.walk()) {
      for (PoolEntry entry : (Iterable<PoolEntry>) entries::iterator) {
        context.advance(1, entry.path().fileName());
        if (needed.contains(entry.path().text())) {
          continue;
        }
        if (candidates.size() < MOST_CANDIDATES) {
          candidates.add(entry.path());
        } else {
          more++;
        }
      }
    }
    if (candidates.isEmpty() || !neededKnown) {
      return;
    }
    record Judged(Set<PoolPath> named, boolean someoneAdds) {}
    Judged judged = context.read(view -> new Judged(named(view, candidates), someoneAdds(view)));
    candidates.removeAll(judged.named());
    if (judged.someoneAdds()) {
      unjudged = candidates.size() + more;
      return;
    }
    candidates.forEach(path ->
        findings.add(
            Finding.inPool(Finding.Kind.POOL_ORPHAN, path.text(), "is named by no package")));
  }

  /// Which of these files packages or mirrors name by now.
  private Set<PoolPath> named(View view, List<PoolPath> paths) {
    var named = new HashSet<PoolPath>();
    along(view).forEach(file -> named.add(file.path()));
    PackageSet ids =
        view.packagesWithFileName(paths.stream().map(PoolPath::fileName).distinct().toList());
    for (PackageRow row : view.rows(ids)) {
      row.files()
          .forEach(file -> named.add(PoolPath.of(file.checksums().sha256(), file.baseName())));
    }
    return named;
  }

  private boolean someoneAdds(View view) {
    var codec = new OperationCodec();
    for (Task task : view.tasks(TaskFilter.in(TaskState.RUNNING))) {
      if (task.id() == context.taskId()) {
        continue;
      }
      Operation operation = codec.parse(task.operationKind(), task.operationJson());
      boolean adds =
          switch (operation) {
            case PublicationOperation _, SnapshotOperation _, Maintenance.Verify _ -> false;
            default -> true;
          };
      if (adds) {
        return true;
      }
    }
    return false;
  }
}
