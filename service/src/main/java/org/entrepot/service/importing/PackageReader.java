package org.entrepot.service.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.deb.DebFile;
import org.entrepot.format.source.DscFile;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.OperationResult.SourceFile;
import org.entrepot.service.task.Failures;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolBatch;
import org.entrepot.storage.pool.PoolPath;
import org.entrepot.storage.pool.StagedFile;

/// Reads package files into a batch of the pool. What is parsed are the very bytes that will be
/// stored, so a source that changes meanwhile cannot contradict its record. Safe for any thread.
final class PackageReader {
  private final PackagePool pool;
  private final AddMethod method;
  private final Function<Function<View, List<StoredPackage>>, List<StoredPackage>> stored;

  /// What became of one file.
  sealed interface Result {
    Path path();

    /// It is a package; `sources` are the files that it was read from.
    record Read(Path path, NewPackage value, List<SourceFile> sources) implements Result {}

    /// It is not, or cannot be read.
    record Refused(Path path, String reason) implements Result {}
  }

  PackageReader(
      PackagePool pool,
      AddMethod method,
      Function<Function<View, List<StoredPackage>>, List<StoredPackage>> stored) {
    this.pool = pool;
    this.method = method;
    this.stored = stored;
  }

  /// Reads one file; whatever is wrong with it is a `Refused`, and leaves nothing in the batch.
  Result read(Path path, PoolBatch batch) {
    var staged = new ArrayList<StagedFile>();
    try {
      return path.getFileName().toString().endsWith(".dsc")
          ? readSource(path, batch, staged)
          : readBinary(path, batch, staged);
    } catch (FormatException e) {
      return refuse(path, e.problem(), batch, staged);
    } catch (IOException e) {
      return refuse(path, Failures.describe(e), batch, staged);
    } catch (RepositoryException e) {
      return refuse(path, e.getMessage(), batch, staged);
    } catch (IllegalArgumentException e) { // a name that cannot be one, such as the file's own
      return refuse(path, String.valueOf(e.getMessage()), batch, staged);
    }
  }

  private static Result refuse(Path path, String reason, PoolBatch batch, List<StagedFile> staged) {
    try {
      for (StagedFile file : staged) {
        batch.discard(file);
      }
    } catch (IOException _) {
      // the batch removes every temporary when it is closed
    }
    return new Result.Refused(path, reason);
  }

  private Result readBinary(Path path, PoolBatch batch, List<StagedFile> staged)
      throws IOException, FormatException {
    String name = path.getFileName().toString();
    SourceFile source = SourceFiles.examine(path);
    StagedFile file = batch.add(name, path, method);
    staged.add(file);
    DebFile deb;
    try (InputStream in = batch.open(file)) {
      deb = DebFile.read(in, path.toString());
    }
    PackageKind kind = name.endsWith(".udeb") ? PackageKind.UDEB : PackageKind.BINARY;
    Package value = Package.ofBinary(deb.control(), kind, new PackageFile(name, file.checksums()));
    return new Result.Read(path, new NewPackage(value, deb.contents()), List.of(source));
  }

  private Result readSource(Path path, PoolBatch batch, List<StagedFile> staged)
      throws IOException, FormatException {
    String name = path.getFileName().toString();
    SourceFile source = SourceFiles.examine(path);
    StagedFile description = batch.add(name, path, method);
    staged.add(description);
    DscFile dsc;
    try (InputStream in = batch.open(description)) {
      dsc = DscFile.read(in, path.toString());
    }
    var files = new ArrayList<PackageFile>();
    var sources = new ArrayList<SourceFile>();
    files.add(new PackageFile(name, description.checksums()));
    sources.add(source);
    for (Map.Entry<String, DeclaredChecksums> part : dsc.files().entrySet()) {
      Path beside = path.resolveSibling(part.getKey());
      Checksums actual;
      if (Files.exists(beside)) {
        SourceFile besideIt = SourceFiles.examine(beside);
        StagedFile file = batch.add(part.getKey(), beside, method);
        staged.add(file);
        sources.add(besideIt);
        actual = file.checksums();
      } else {
        actual = fromPool(part.getKey(), part.getValue(), path);
      }
      requireEqual(part.getKey(), part.getValue(), actual);
      files.add(new PackageFile(part.getKey(), actual));
    }
    return new Result.Read(
        path, new NewPackage(Package.ofSource(dsc.stanza(), files), List.of()), sources);
  }

  private static void requireEqual(String name, DeclaredChecksums declared, Checksums actual) {
    List<String> differences = declared.mismatches(actual);
    if (!differences.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.CHECKSUM_MISMATCH,
          "%s is not the file that the .dsc describes: %s"
              .formatted(name, String.join(", ", differences)));
    }
  }

  /// A part that does not lie beside the `.dsc` may be in the pool already, under the digest that
  /// is declared.
  private Checksums fromPool(String name, DeclaredChecksums declared, Path dsc) throws IOException {
    Optional<Sha256> digest = declared.sha256();
    if (digest.isPresent()) {
      List<StoredPackage> holders =
          stored.apply(view -> view.packages(view.packagesWithFile(digest.get())));
      for (StoredPackage holder : holders) {
        for (PackageFile file : holder.value().files()) {
          if (file.checksums().sha256().equals(digest.get())
              && file.name().equals(name)
              && pool.contains(PoolPath.of(digest.get(), name), file.checksums().sizeBytes())) {
            return file.checksums();
          }
        }
      }
    }
    throw new RepositoryException(
        ErrorCode.FILE_NOT_FOUND,
        "%s, which %s lists, is neither beside it nor in the pool"
            .formatted(name, dsc.getFileName()));
  }
}
