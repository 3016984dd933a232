package org.entrepot.service.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.mirror.ArchiveReader.MismatchException;
import org.entrepot.service.mirror.ArchiveReader.Request;
import org.entrepot.service.mirror.ArchiveReader.Result;
import org.entrepot.service.operation.MirrorOperation.Digests;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.WorkerResult;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolBatch;
import org.entrepot.storage.pool.PoolPath;
import org.entrepot.storage.pool.StagedFile;

/// Brings files that go along with packages into the pool. What the mirror had is not fetched
/// again, nor what lies among the indices; a file that is cut off is resumed. One that the archive
/// lists and does not have is passed over. For one thread, which uses others.
final class FileDownloads implements AutoCloseable {
  private static final int FILES_OF_SLICE = 128;

  private final PackagePool pool;
  private final ArchiveReader archive;
  private final String directory;
  private final UpstreamRelease release;
  private final Places places;
  private final Digests digests;
  private final OperationContext context;
  private final ExecutorService workers;
  private final Map<String, MirrorFile> before = new TreeMap<>();
  private final List<MirrorFile> found = new ArrayList<>();
  private final AtomicInteger fetched = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();

  /// Where files lie on their way.
  ///
  /// @param lists indices that are here already
  /// @param staging files that are not whole yet
  record Places(Path lists, Path staging) {}

  /// `directory`: of the Release file, relative to the archive's root. `before`: what the mirror
  /// has.
  FileDownloads(
      PackagePool pool,
      ArchiveReader archive,
      String directory,
      UpstreamRelease release,
      Places places,
      Digests digests,
      ArchiveFiles before,
      int parallel,
      OperationContext context) {
    this.pool = pool;
    this.archive = archive;
    this.directory = directory;
    this.release = release;
    this.places = places;
    this.digests = digests;
    this.context = context;
    this.workers = Executors.newFixedThreadPool(parallel);
    before.files().forEach(file -> this.before.put(file.path(), file));
  }

  /// A file that is wanted.
  ///
  /// @param path relative to the directory of the Release file
  record Wanted(String path, DeclaredChecksums declared) {
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /// Fetches each of these files in the first of its forms that the archive has.
  ///
  /// @throws UpstreamChangedException when one is not what is said of it
  void fetch(List<List<Wanted>> wanted) throws IOException {
    var missing = new ArrayList<List<Wanted>>();
    for (List<Wanted> forms : wanted) {
      Optional<MirrorFile> here = known(forms.getFirst());
      if (here.isPresent()) {
        found.add(here.get());
      } else {
        missing.add(forms);
      }
    }
    for (int from = 0; from < missing.size(); from += FILES_OF_SLICE) {
      slice(missing.subList(from, Math.min(missing.size(), from + FILES_OF_SLICE)));
    }
  }

  private Optional<MirrorFile> known(Wanted wanted) throws IOException {
    DeclaredChecksums declared = wanted.declared();
    MirrorFile file = before.get(wanted.path());
    if (file == null || !declared.hasStrongDigest() || !declared.matches(file.checksums())) {
      return Optional.empty();
    }
    var place = PoolPath.of(file.checksums().sha256(), file.fileName());
    return pool.contains(place, file.checksums().sizeBytes())
        ? Optional.of(file)
        : Optional.empty();
  }

  private void slice(List<List<Wanted>> wanted) throws IOException {
    try (PoolBatch batch = pool.newBatch()) {
      var ends = new ArrayList<Future<Optional<MirrorFile>>>();
      for (List<Wanted> forms : wanted) {
        ends.add(workers.submit(() -> fetchOne(forms, batch)));
      }
      for (Future<Optional<MirrorFile>> end : ends) {
        WorkerResult.of(end).ifPresent(found::add);
      }
      batch.commit();
    }
  }

  /// Runs in a worker.
  private Optional<MirrorFile> fetchOne(List<Wanted> forms, PoolBatch batch) throws IOException {
    for (Wanted form : forms) {
      context.checkCancelled();
      Optional<MirrorFile> file = fetchOne(form, batch);
      if (file.isPresent()) {
        return file;
      }
    }
    context.output(
        Marker.INFO,
        "Skipped: %s is listed, but the archive does not have it"
            .formatted(forms.getFirst().path()));
    return Optional.empty();
  }

  private Optional<MirrorFile> fetchOne(Wanted wanted, PoolBatch batch) throws IOException {
    String path = wanted.path();
    DeclaredChecksums declared = wanted.declared();
    if (PoolPath.findNameFault(wanted.name()).isPresent()) {
      return Optional.empty();
    }
    Optional<MirrorFile> stored = stored(wanted);
    if (stored.isPresent()) {
      return stored;
    }
    Path index =
        places.lists().resolve(IndexReader.fileName(declared, Compression.ofFileName(path)));
    if (Files.isRegularFile(index)) {
      StagedFile staged = batch.add(wanted.name(), index, AddMethod.COPY);
      if (declared.matches(staged.checksums())) {
        return Optional.of(new MirrorFile(path, staged.checksums()));
      }
      batch.discard(staged);
    }
    return download(wanted, batch);
  }

  /// A file that is in the pool for somebody else, or since an update that did not end.
  private Optional<MirrorFile> stored(Wanted wanted) throws IOException {
    DeclaredChecksums declared = wanted.declared();
    if (declared.sha256().isEmpty() || declared.sizeBytes().isEmpty()) {
      return Optional.empty();
    }
    PoolPath place = PoolPath.of(declared.sha256().get(), wanted.name());
    if (!pool.contains(place, declared.sizeBytes().getAsLong())) {
      return Optional.empty();
    }
    try (InputStream in = pool.open(place)) {
      return Optional.of(ChecksumCalculator.of(in))
          .filter(declared::matches)
          .map(sums -> new MirrorFile(wanted.path(), sums));
    }
  }

  private Optional<MirrorFile> download(Wanted wanted, PoolBatch batch) throws IOException {
    String path = wanted.path();
    DeclaredChecksums declared = wanted.declared();
    Path target =
        places.staging().resolve(MirrorDirectories.stagedName(IndexReader.key(declared), path));
    var staged = new ArrayList<StagedFile>();
    for (String place : IndexReader.places(release, path, declared)) {
      try {
        Result result =
            archive.fetch(
                Request.resumed(
                    directory + place, target, digests.mostBytes(declared, Long.MAX_VALUE)),
                file -> check(wanted, file, batch, staged),
                new CountedFetch(context, received, path));
        if (result instanceof Result.Whole) {
          context.output(Marker.INFO, "Downloading: " + archive.root() + directory + path);
          fetched.incrementAndGet();
          return Optional.of(new MirrorFile(path, staged.getLast().checksums()));
        }
      } catch (MismatchException e) {
        throw new UpstreamChangedException(
            "a file is not what the Release file says: " + e.getMessage(), e);
      }
    }
    return Optional.empty();
  }

  private Optional<String> check(Wanted wanted, Path file, PoolBatch batch, List<StagedFile> staged)
      throws IOException {
    StagedFile added = batch.add(wanted.name(), file, AddMethod.HARDLINK);
    List<String> mismatches = wanted.declared().mismatches(added.checksums());
    if (!mismatches.isEmpty() && digests == Digests.VERIFY) {
      batch.discard(added);
      return Optional.of(String.join(", ", mismatches));
    }
    staged.add(added);
    return Optional.empty();
  }

  /// Takes a file that is here along.
  void take(String path, Path file) throws IOException {
    try (PoolBatch batch = pool.newBatch()) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      StagedFile staged = batch.add(name, file, AddMethod.COPY);
      batch.commit();
      found.removeIf(it -> it.path().equals(path));
      found.add(new MirrorFile(path, staged.checksums()));
    }
  }

  /// Everything that is here now.
  ArchiveFiles files() {
    return new ArchiveFiles(found);
  }

  int fetchedFiles() {
    return fetched.get();
  }

  long receivedBytes() {
    return received.get();
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
