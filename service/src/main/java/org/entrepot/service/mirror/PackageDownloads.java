package org.entrepot.service.mirror;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.mirror.ArchiveReader.Request;
import org.entrepot.service.mirror.ArchiveReader.Result;
import org.entrepot.service.mirror.Candidate.WantedFile;
import org.entrepot.service.operation.MirrorOperation.Digests;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.WorkerResult;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolBatch;
import org.entrepot.storage.pool.StagedFile;
import org.entrepot.transport.TransportException;
import org.jspecify.annotations.Nullable;

/// Brings the files of packages into the pool, and the packages that are complete into the catalog.
///
/// Each file is written under a name made of its digest, where a later update finds it, whole or in
/// part, when this one is killed. Whole files go into the pool in slices: while one slice is made
/// durable and its packages are recorded, the next is fetched. For one thread, which uses others.
final class PackageDownloads implements AutoCloseable {
  private static final int FILES_OF_SLICE = 1024;
  private static final long BYTES_OF_SLICE = 128L << 20;
  private static final int ROWS = 2000;
  private static final int LOOKS = 1000; // look-ups of one read transaction
  private static final int UNREACHABLE = 20; // failures in a row that end an update at once
  private static final long MOST_BYTES = 64L << 30;

  private final PackagePool pool;
  private final ArchiveReader archive;
  private final KnownFiles known;
  private final Path staging;
  private final Rules rules;
  private final OperationContext context;
  private final ExecutorService workers;

  private final Map<String, Download> downloads = new LinkedHashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private final List<NewPackage> complete = new ArrayList<>();
  private PackageSet stored = PackageSet.empty();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();
  private int fetched;
  private @Nullable RepositoryException cancelled;

  /// What is accepted.
  ///
  /// @param flatDirectory where files of a flat archive are looked for when they are not at its
  ///   root; empty otherwise
  /// @param weakRefused whether MD5 or SHA-1 do not suffice
  record Rules(Digests digests, String flatDirectory, boolean weakRefused) {}

  /// A file that is fetched; several packages may need it.
  private static final class Download {
    private final WantedFile wanted;
    private final List<Pending> users = new ArrayList<>();
    private volatile @Nullable Checksums actual;

    Download(WantedFile wanted) {
      this.wanted = wanted;
    }
  }

  /// A package whose files are not all here.
  private static final class Pending {
    private final Candidate candidate;
    private final Checksums[] actual;
    private int missing;

    Pending(Candidate candidate) {
      this.candidate = candidate;
      this.actual = new Checksums[candidate.files().size()];
    }
  }

  PackageDownloads(
      PackagePool pool,
      ArchiveReader archive,
      KnownFiles known,
      Path staging,
      int parallel,
      Rules rules,
      OperationContext context) {
    this.pool = pool;
    this.archive = archive;
    this.known = known;
    this.staging = staging;
    this.rules = rules;
    this.context = context;
    this.workers = Executors.newFixedThreadPool(parallel);
  }

  /// Sees which files are here already.
  void queue(List<Candidate> candidates) {
    for (int from = 0; from < candidates.size(); from += LOOKS) {
      context.checkCancelled();
      List<Candidate> part = candidates.subList(from, Math.min(candidates.size(), from + LOOKS));
      context.read(view -> {
        part.forEach(it -> queue(view, it));
        return part.size();
      });
    }
  }

  private void queue(View view, Candidate candidate) {
    var it = new Pending(candidate);
    for (int i = 0; i < it.actual.length; i++) {
      WantedFile file = candidate.files().get(i);
      if (rules.weakRefused() && !file.declared().hasStrongDigest()) {
        throw ReleaseRules.weak("the package file " + file.path());
      }
      Download running = downloads.get(file.path());
      Optional<Checksums> here = running == null ? find(view, file) : Optional.empty();
      if (here.isPresent()) {
        it.actual[i] = here.get();
      } else {
        it.missing++;
        downloads.computeIfAbsent(file.path(), _ -> new Download(file)).users.add(it);
      }
    }
    if (it.missing == 0) {
      complete.add(new NewPackage(candidate.complete(List.of(it.actual)), List.of()));
    } else {
      pending.add(it);
    }
  }

  private Optional<Checksums> find(View view, WantedFile file) {
    try {
      return known.find(view, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int queuedFiles() {
    return downloads.size();
  }

  long queuedBytes() {
    return downloads.values().stream()
        .mapToLong(it -> it.wanted.declared().sizeBytes().orElse(0))
        .sum();
  }

  /// Fetches what is queued and records what is complete. What fails is told by [#failures()].
  void run() throws IOException {
    storeComplete();
    context.stageOfFiles("Downloading packages", queuedBytes(), queuedFiles());
    var queue = List.copyOf(downloads.values());
    Slice fetching = null;
    try {
      for (int from = 0; from < queue.size() && cancelled == null; ) {
        int to = sliceEnd(queue, from);
        Slice next = begin(queue.subList(from, to));
        Slice ready = fetching;
        fetching = next;
        if (ready != null) {
          store(ready);
        }
        from = to;
      }
      if (fetching != null) {
        store(fetching);
      }
    } finally {
      if (fetching != null) {
        fetching.batch.close();
      }
    }
    if (cancelled != null) {
      throw cancelled;
    }
  }

  private static int sliceEnd(List<Download> queue, int from) {
    long bytes = 0;
    int to = from;
    while (to < queue.size() && to - from < FILES_OF_SLICE && bytes < BYTES_OF_SLICE) {
      bytes += queue.get(to).wanted.declared().sizeBytes().orElse(0);
      to++;
    }
    return to;
  }

  private record Slice(
      PoolBatch batch, List<Download> files, List<Future<?>> ends, List<Path> staged) {}

  private Slice begin(List<Download> files) throws IOException {
    var slice =
        new Slice(
            pool.newBatch(),
            files,
            new ArrayList<>(),
            Collections.synchronizedList(new ArrayList<>()));
    for (Download file : files) {
      slice.ends.add(workers.submit(() -> fetch(file, slice)));
    }
    return slice;
  }

  private void store(Slice slice) throws IOException {
    try (PoolBatch batch = slice.batch) {
      for (Future<?> end : slice.ends) {
        await(end);
      }
      batch.commit();
      for (Path file : slice.staged) {
        Files.deleteIfExists(file);
      }
    }
    for (Download download : slice.files) {
      Checksums actual = download.actual;
      if (actual == null) {
        continue;
      }
      fetched++;
      download.users.forEach(user -> deliver(user, download.wanted, actual));
      download.users.clear();
    }
    storeComplete();
  }

  /// A download that was cancelled ends the update after what came with it is stored.
  private void await(Future<?> end) throws IOException {
    try {
      WorkerResult.of(end);
    } catch (RepositoryException wish) {
      if (Thread.currentThread().isInterrupted()) {
        throw wish;
      }
      cancelled = wish;
    }
  }

  private void deliver(Pending user, WantedFile file, Checksums actual) {
    List<WantedFile> files = user.candidate.files();
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).path().equals(file.path()) && user.actual[i] == null) {
        user.actual[i] = actual;
        user.missing--;
      }
    }
    if (user.missing == 0) {
      complete.add(new NewPackage(user.candidate.complete(List.of(user.actual)), List.of()));
    }
  }

  private void storeComplete() {
    for (int from = 0; from < complete.size(); from += ROWS) {
      List<NewPackage> part = complete.subList(from, Math.min(complete.size(), from + ROWS));
      int[] ids = context.commit(transaction -> transaction.addPackages(part));
      stored = stored.union(PackageSet.of(ids));
    }
    complete.clear();
  }

  /// Runs in a worker. Failures of the archive are noted; those of our own disk end the update.
  private @Nullable Object fetch(Download download, Slice slice) throws IOException {
    WantedFile wanted = download.wanted;
    context.checkCancelled();
    if (failuresInARow.get() >= UNREACHABLE) {
      throw new RepositoryException(
          ErrorCode.UPSTREAM_UNAVAILABLE,
          "%d downloads in a row failed, the last with: %s; what came is kept, so update again when the archive can be reached"
              .formatted(UNREACHABLE, failures.getLast()));
    }
    context.output(Marker.INFO, "Downloading: " + archive.root() + wanted.path());
    Path target = staging.resolve(MirrorDirectories.stagedName(key(wanted), wanted.path()));
    var listener = new CountedFetch(context, received, wanted.path());
    try {
      Optional<String> absent = Optional.empty();
      for (String path : places(wanted)) {
        Result result =
            archive.fetch(
                Request.resumed(
                    path, target, rules.digests().mostBytes(wanted.declared(), MOST_BYTES)),
                file -> check(download, file, slice),
                listener);
        if (result instanceof Result.Whole) {
          failuresInARow.set(0);
          slice.staged.add(target);
          context.finishFile(wanted.path());
          return null;
        }
        if (result instanceof Result.Absent(var answer)) {
          absent = Optional.of(absent.orElse(answer));
        }
      }
      failures.add(absent.orElse(wanted.path() + " is not there"));
    } catch (ArchiveReader.MismatchException e) {
      failures.add(String.valueOf(e.getMessage()));
    } catch (TransportException e) {
      failures.add(String.valueOf(e.getMessage()));
      if (e.mayPass()) {
        failuresInARow.incrementAndGet();
      }
    }
    return null;
  }

  private List<String> places(WantedFile wanted) {
    return rules.flatDirectory().isEmpty()
        ? List.of(wanted.path())
        : List.of(wanted.path(), rules.flatDirectory() + wanted.path());
  }

  private Optional<String> check(Download download, Path file, Slice slice) throws IOException {
    WantedFile wanted = download.wanted;
    StagedFile staged = slice.batch.add(KnownFiles.baseName(wanted), file, AddMethod.HARDLINK);
    List<String> mismatches = wanted.declared().mismatches(staged.checksums());
    if (!mismatches.isEmpty()) {
      if (rules.digests() == Digests.VERIFY) {
        slice.batch.discard(staged);
        return Optional.of(String.join(", ", mismatches));
      }
      context.output(
          Marker.WARNING,
          "%s is taken although it is not what the index says: %s"
              .formatted(wanted.path(), String.join(", ", mismatches)));
    }
    download.actual = staged.checksums();
    return Optional.empty();
  }

  private static String key(WantedFile wanted) {
    DeclaredChecksums declared = wanted.declared();
    return declared
        .sha256()
        .map(it -> it.hex())
        .or(() -> declared.sha512().map(it -> it.hex().substring(0, 64)))
        .orElseGet(() ->
            ChecksumCalculator.of((wanted.path() + declared).getBytes(StandardCharsets.UTF_8))
                .sha256()
                .hex());
  }

  /// What could not be had, one sentence each.
  List<String> failures() {
    return List.copyOf(failures);
  }

  /// Names of the packages that are not complete.
  List<String> incomplete() {
    return pending.stream()
        .filter(it -> it.missing > 0)
        .map(it -> it.candidate.named().displayName())
        .toList();
  }

  /// The packages that are complete.
  PackageSet packages() {
    return stored;
  }

  int fetchedFiles() {
    return fetched;
  }

  long receivedBytes() {
    return received.get();
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
