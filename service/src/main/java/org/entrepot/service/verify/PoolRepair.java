package org.entrepot.service.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.operation.OperationResult.Repaired.Attempt;
import org.entrepot.service.publish.AlongFiles;
import org.entrepot.service.publish.ArchiveRepair;
import org.entrepot.service.publish.KeptGenerations;
import org.entrepot.service.task.OperationContext;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolBatch;
import org.entrepot.storage.pool.PoolCondition;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.pool.PoolPath;
import org.entrepot.storage.pool.StagedFile;

/// Brings files of the pool back whose bytes can still be found: at a place where they are
/// published, under another name in the pool, or among the downloads of mirrors. Whatever is
/// brought back has the recorded digests. What is damaged goes to the quarantine directory first,
/// so that nothing publishes it and the next import of the package can bring it back.
///
/// Each step leaves a store that a second repair completes: the good bytes are staged before the
/// damaged file goes.
final class PoolRepair {
  private final PackagePool pool;
  private final KeptGenerations kept;
  private final ArchiveRepair published;
  private final Path mirrors;
  private final Path quarantine;

  /// @param mirrors where downloads of mirrors are
  PoolRepair(
      PackagePool pool,
      KeptGenerations kept,
      ArchiveRepair published,
      Path mirrors,
      Path quarantine) {
    this.pool = pool;
    this.kept = kept;
    this.published = published;
    this.mirrors = mirrors;
    this.quarantine = quarantine;
  }

  Attempt repair(OperationContext context, Finding finding) throws IOException {
    Optional<PoolPath> path = PoolPath.find(finding.path());
    Optional<PoolFile> wanted = path.flatMap(it -> context.read(view -> wanted(view, it)));
    if (wanted.isEmpty()) {
      return new Attempt(finding, true, "no package needs it any more");
    }
    PoolFile file = wanted.get();
    PoolCondition condition = condition(file);
    if (condition instanceof PoolCondition.Intact) {
      return new Attempt(finding, true, "as it must be");
    }
    boolean damaged = condition instanceof PoolCondition.Damaged;
    try (PoolBatch batch = pool.newBatch()) {
      Optional<String> source = stage(context, file, batch);
      String gone = damaged ? "moved to " + setAside(file) : "";
      if (source.isEmpty()) {
        return new Attempt(
            finding,
            false,
            (gone.isEmpty() ? "" : gone + "; ")
                + "its bytes are nowhere to be found: add the package again, or update its mirror"
                + " with -force");
      }
      batch.commit();
      return new Attempt(
          finding, true, "restored from " + source.get() + (gone.isEmpty() ? "" : ", " + gone));
    }
  }

  private Optional<PoolFile> wanted(View view, PoolPath path) {
    for (PackageRow row : view.rows(view.packagesWithFileName(List.of(path.fileName())))) {
      for (PackageFile file : row.files()) {
        if (PoolPath.of(file.checksums().sha256(), file.baseName()).equals(path)) {
          return Optional.of(PoolFile.of(file.checksums(), file.baseName()));
        }
      }
    }
    for (PoolFile file : AlongFiles.of(view, kept)) {
      if (file.path().equals(path)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private PoolCondition condition(PoolFile file) {
    try {
      return pool.examine(file);
    } catch (IOException _) {
      return new PoolCondition.Damaged(file.checksums()); // something that cannot even be read
    }
  }

  /// Stages the bytes of the file if they are found, and says where.
  private Optional<String> stage(OperationContext context, PoolFile file, PoolBatch batch)
      throws IOException {
    for (Path candidate : candidates(context, file)) {
      if (!Files.isRegularFile(candidate)
          || Files.size(candidate) != file.checksums().sizeBytes()) {
        continue;
      }
      StagedFile staged;
      try {
        staged = batch.add(file.path().fileName(), candidate, AddMethod.COPY);
      } catch (IOException _) {
        continue; // it cannot be read, or changes
      }
      if (staged.checksums().equals(file.checksums())) {
        return Optional.of(candidate.toString());
      }
      batch.discard(staged);
    }
    return Optional.empty();
  }

  private List<Path> candidates(OperationContext context, PoolFile file) throws IOException {
    var found = new ArrayList<Path>();
    context
        .read(view -> {
          var names = new ArrayList<PoolPath>();
          for (PackageRow row : view.rows(view.packagesWithFile(file.checksums().sha256()))) {
            for (PackageFile other : row.files()) {
              if (other.checksums().equals(file.checksums())) {
                names.add(PoolPath.of(other.checksums().sha256(), other.baseName()));
              }
            }
          }
          return names;
        })
        .forEach(path -> pool.findLocalPath(path).ifPresent(found::add));
    found.addAll(published.copies(context, file));
    found.addAll(downloads());
    return found;
  }

  private List<Path> downloads() throws IOException {
    if (!Files.isDirectory(mirrors)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(mirrors, 3)) {
      return files
          .filter(file -> file.getParent() != null && file.getParent().endsWith("files"))
          .toList();
    }
  }

  /// Copies a damaged file to the quarantine, durably, and takes it out of the pool.
  private Path setAside(PoolFile file) throws IOException {
    Files.createDirectories(quarantine);
    Path aside = quarantine.resolve(file.path().text().replace('/', '_'));
    Path unfinished = aside.resolveSibling(aside.getFileName() + ".unfinished");
    try (InputStream in = pool.open(file.path())) {
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(unfinished, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw new IOException(
          "the damaged file %s cannot be set aside, remove it by hand: %s"
              .formatted(file.path(), e.getMessage()),
          e);
    }
    pool.delete(file.path());
    return aside;
  }
}
