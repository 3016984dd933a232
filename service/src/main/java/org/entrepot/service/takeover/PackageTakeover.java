package org.entrepot.service.takeover;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.deb.DebFile;
import org.entrepot.service.takeover.predecessor.FoundPackage;
import org.entrepot.service.takeover.predecessor.FoundPackage.FoundFile;
import org.entrepot.service.takeover.predecessor.Predecessor;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.WorkerResult;
import org.entrepot.storage.path.FileNames;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolBatch;
import org.entrepot.storage.pool.PoolPath;
import org.entrepot.storage.pool.StagedFile;

/// Brings found packages into pool and catalog, in chunks. Every file is hashed, and compared with
/// all that the predecessor says of it. Used by one thread; reads on all processors.
final class PackageTakeover implements Predecessor.PackageVisitor, AutoCloseable {
  private static final int CHUNK = 256; // packages; bounds the memory for paths and open work

  private final PackagePool pool;
  private final AddMethod method;
  private final OperationContext context;
  private final Members members;
  private final ExecutorService readers =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final List<FoundPackage> waiting = new ArrayList<>();

  PackageTakeover(PackagePool pool, AddMethod method, OperationContext context, Members members) {
    this.pool = pool;
    this.method = method;
    this.context = context;
    this.members = members;
  }

  @Override
  public void found(FoundPackage found) throws IOException {
    waiting.add(found);
    if (waiting.size() >= CHUNK) {
      store();
    }
  }

  @Override
  public void unusable(String reference, String reason) {
    members.leave(reference, reason);
  }

  /// What became of a package.
  private sealed interface Result {
    record Read(FoundPackage found, NewPackage value) implements Result {}

    record Refused(FoundPackage found, String reason) implements Result {}
  }

  /// Stores what waits.
  void store() throws IOException {
    context.checkCancelled();
    try (PoolBatch batch = pool.newBatch()) {
      var results = new ArrayList<Future<Result>>();
      for (FoundPackage found : waiting) {
        results.add(
            readers.submit(() -> {
              Result result = read(found, batch);
              context.advance(1, found.name());
              return result;
            }));
      }
      var read = new ArrayList<Result.Read>();
      for (Future<Result> future : results) {
        switch (WorkerResult.of(future)) {
          case Result.Read good -> read.add(good);
          case Result.Refused(var found, var reason) -> members.leave(found.reference(), reason);
        }
      }
      batch.commit();
      List<NewPackage> packages = read.stream().map(Result.Read::value).toList();
      int[] ids = context.commit(transaction -> transaction.addPackages(packages));
      for (int i = 0; i < ids.length; i++) {
        members.store(read.get(i).found().reference(), ids[i]);
        tellNewKey(read.get(i));
      }
    }
    waiting.clear();
  }

  private void tellNewKey(Result.Read read) {
    String key = read.value().value().key().full();
    String reference = read.found().reference();
    if (reference.split(" ", -1).length == 4 && !reference.equals(key)) {
      members.note("the key of %s becomes \"%s\"".formatted(reference, key));
    }
  }

  /// A fault of the package is `Refused`; a fault of our own pool ends everything.
  private Result read(FoundPackage found, PoolBatch batch) throws IOException {
    var staged = new ArrayList<StagedFile>();
    String reason;
    try {
      var files = new ArrayList<PackageFile>();
      for (FoundFile file : found.files()) {
        Path place = requirePlace(file);
        StagedFile added = batch.add(file.baseName(), place, method);
        staged.add(added);
        requireEqual(place, file.declared(), added.checksums());
        files.add(new PackageFile(file.name(), added.checksums()));
      }
      Package value = found.assembly().of(files);
      return new Result.Read(found, new NewPackage(value, contents(found, value, staged, batch)));
    } catch (FormatException e) {
      reason = e.problem();
    } catch (UnusableException | IllegalArgumentException e) {
      reason = String.valueOf(e.getMessage());
    }
    for (StagedFile file : staged) {
      batch.discard(file);
    }
    return new Result.Refused(found, reason);
  }

  /// Ends one package.
  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String reason) {
      super(reason);
    }
  }

  /// Where the file is, as far as that tells without reading it.
  static Optional<String> fault(FoundFile file) throws IOException {
    try {
      Path place = requirePlace(file);
      long size = Files.size(place);
      return file.declared().sizeBytes().orElse(size) == size
          ? Optional.empty()
          : Optional.of(
              "%s has %d bytes instead of %d"
                  .formatted(place, size, file.declared().sizeBytes().orElse(size)));
    } catch (UnusableException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Path requirePlace(FoundFile file) throws UnusableException {
    PoolPath.findNameFault(file.baseName())
        .ifPresent(fault -> {
          throw new IllegalArgumentException(
              "the file name '%s' %s".formatted(FileNames.printable(file.baseName()), fault));
        });
    for (Path place : file.places()) {
      if (Files.isRegularFile(place)) {
        boolean proven =
            file.declared().hasStrongDigest()
                || (!Files.isSymbolicLink(place)
                    && (file.declared().md5().isPresent() || file.declared().sha1().isPresent()));
        if (!proven) {
          throw new UnusableException(
              "no digest proves that %s is the file that is meant".formatted(place));
        }
        return place;
      }
    }
    throw new UnusableException(
        file.places().isEmpty()
            ? "nothing tells where its file %s is".formatted(file.name())
            : "its file %s is missing".formatted(file.places().getFirst()));
  }

  private static void requireEqual(Path place, DeclaredChecksums declared, Checksums actual)
      throws UnusableException {
    List<String> differences = declared.mismatches(actual);
    if (!differences.isEmpty()) {
      throw new UnusableException(
          "%s is not the file that is meant: %s".formatted(place, String.join(", ", differences)));
    }
  }

  /// The paths that it installs: as the predecessor knows them, else out of the package where the
  /// packages of a local repo are at stake. (Mirrors know none before they are read.)
  private List<String> contents(
      FoundPackage found, Package value, List<StagedFile> staged, PoolBatch batch)
      throws IOException {
    boolean binary = value.kind() == PackageKind.BINARY || value.kind() == PackageKind.UDEB;
    if (!binary) {
      return List.of();
    }
    if (found.contents().isPresent()) {
      return found.contents().get();
    }
    if (!members.isLocal(found.reference())) {
      return List.of();
    }
    try (InputStream in = batch.open(staged.getFirst())) {
      return DebFile.read(in, found.name()).contents();
    } catch (FormatException e) {
      members.note(
          "the paths of %s are not known, as it cannot be read: %s"
              .formatted(found.name(), e.problem()));
      return List.of();
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
    readers.close();
  }
}
