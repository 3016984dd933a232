package org.entrepot.service.publish;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.FormatException;
import org.entrepot.format.deb.DebFile;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.WorkerResult;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolPath;

/// Learns the paths that packages install from their files in the pool, once for each package.
/// Imported packages come with them; those of mirrors are not read before somebody publishes
/// Contents indices.
final class UnknownPaths {
  private static final int SLICE = 256;

  private final OperationContext context;
  private final PackagePool pool;
  private final ExecutorService executor;

  UnknownPaths(OperationContext context, PackagePool pool, ExecutorService executor) {
    this.context = context;
    this.pool = pool;
    this.executor = executor;
  }

  /// Adds to the catalog what it does not know of these packages. One that cannot be read is told.
  void learn(PackageSet packages, Predicate<PackageRow> listed) throws IOException {
    int[] unknown =
        context.read(view ->
            view.rows(packages.minus(view.withContents(packages))).stream()
                .filter(listed)
                .mapToInt(PackageRow::id)
                .sorted()
                .toArray());
    if (unknown.length == 0) {
      return;
    }
    context.stage("Reading the paths of packages", unknown.length, Progress.Unit.PACKAGES);
    for (int from = 0; from < unknown.length; from += SLICE) {
      context.checkCancelled();
      int[] slice = Arrays.copyOfRange(unknown, from, Math.min(unknown.length, from + SLICE));
      learn(context.read(view -> view.packages(PackageSet.of(slice))));
    }
  }

  private void learn(List<StoredPackage> slice) throws IOException {
    var reading = new ArrayList<Future<NewPackage>>();
    for (StoredPackage stored : slice) {
      reading.add(executor.submit(() -> new NewPackage(stored.value(), paths(stored.value()))));
    }
    var read = new ArrayList<NewPackage>();
    for (Future<NewPackage> each : reading) {
      read.add(WorkerResult.of(each));
      context.advance(1, read.getLast().value().name());
    }
    context.commit(transaction -> transaction.addPackages(read));
  }

  private List<String> paths(Package value) throws IOException {
    PackageFile file = value.files().getFirst();
    try (InputStream in = pool.open(PoolPath.of(file.checksums().sha256(), file.baseName()))) {
      return DebFile.read(in, file.baseName()).contents();
    } catch (FormatException e) {
      context.output(
          Marker.WARNING,
          "the paths of %s are not in Contents, as it cannot be read: %s"
              .formatted(value.displayName(), e.problem()));
      return List.of();
    }
  }
}
