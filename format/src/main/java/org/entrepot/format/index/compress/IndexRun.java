package org.entrepot.format.index.compress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.index.compress.CompressedIndex.CompressedFile;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.index.segment.SegmentSource;
import org.jspecify.annotations.Nullable;

/// Writes one index, once.
///
/// Each file is a lane: a chain of tasks, each of which waits for the lane's previous task and for
/// the segment that it adds. So lanes run beside each other, and each adds its segments in order.
/// The digests of the plain text, which is the longest, are two lanes.
final class IndexRun implements AutoCloseable {
  private final Path directory;
  private final String name;
  private final List<Path> paths = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private boolean complete;

  /// An output and the end of the chain of tasks that write to it.
  private static final class Lane {
    final OutputLane output;
    CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    Lane(OutputLane output) {
      this.output = output;
    }

    OutputLane add(byte[] form, int plainBytes) throws IOException {
      output.add(form, plainBytes);
      return output;
    }
  }

  private IndexRun(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /// Opens all files.
  static IndexRun open(Path directory, String name, Set<Compression> wanted) throws IOException {
    var run = new IndexRun(directory, name);
    try {
      Optional<Path> plain =
          wanted.contains(Compression.NONE)
              ? Optional.of(run.path(Compression.NONE))
              : Optional.empty();
      plain.ifPresent(run.paths::add);
      run.add(OutputLane.ofPlain(plain, DigestAlgorithm.MD5, DigestAlgorithm.SHA256));
      run.add(OutputLane.ofPlain(Optional.empty(), DigestAlgorithm.SHA1, DigestAlgorithm.SHA512));
      for (var compression : Compression.values()) {
        if (compression != Compression.NONE && wanted.contains(compression)) {
          var path = run.path(compression);
          run.paths.add(path);
          run.add(OutputLane.of(compression, path));
        }
      }
      return run;
    } catch (IOException | RuntimeException e) {
      run.closeAfter(e);
      throw e;
    }
  }

  private void add(OutputLane output) {
    lanes.add(new Lane(output));
  }

  /// Adds all segments, at most `inFlight` at a time, and ends the files.
  CompressedIndex write(SegmentSource segments, SegmentForms forms, Executor executor, int inFlight)
      throws IOException {
    var room = new Semaphore(inFlight);
    try {
      for (var segment = segments.next(); segment.isPresent(); segment = segments.next()) {
        room.acquireUninterruptibly();
        if (failure.get() != null) {
          room.release();
          break;
        }
        var end = submit(segment.get(), forms, executor);
        var _ =
            end.whenComplete((_, thrown) -> {
              if (thrown != null) {
                failure.compareAndSet(null, thrown);
              }
              room.release();
            });
      }
    } finally {
      // Also after a failure: no task may run on when the files are closed.
      room.acquireUninterruptibly(inFlight);
    }
    rethrowFailure();
    return finish(forms);
  }

  /// Starts the tasks of one segment; the result ends with the last of them.
  private CompletableFuture<Void> submit(Segment segment, SegmentForms forms, Executor executor) {
    var plain =
        CompletableFuture.completedFuture(segment)
            .thenApplyAsync(s -> checked(() -> forms.plain(s)), executor);
    var tasks = new ArrayList<CompletableFuture<?>>();
    for (var lane : lanes) {
      var compression = lane.output.compression();
      var form =
          compression == Compression.NONE
              ? plain.thenApply(PlainSegment::bytes)
              : plain.thenApplyAsync(
                  text -> checked(() -> forms.form(text, compression)), executor);
      lane.last =
          lane.last.thenCombineAsync(
              form,
              (_, bytes) -> checked(() -> lane.add(bytes, plain.join().bytes().length)),
              executor);
      tasks.add(lane.last);
    }
    if (forms.keepsPlain()) {
      tasks.add(
          plain.thenApplyAsync(
              text -> checked(() -> forms.form(text, Compression.ZSTD)), executor));
    }
    return CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new));
  }

  private CompressedIndex finish(SegmentForms forms) throws IOException {
    boolean empty = lanes.getFirst().output.sizeBytes() == 0;
    for (var lane : lanes) {
      if (empty) {
        lane.output.add(forms.emptyForm(lane.output.compression()), 0);
      }
      lane.output.end();
      lane.output.close();
    }
    var plain = OutputLane.checksums(lanes.get(0).output, lanes.get(1).output);
    var files = new TreeMap<Compression, CompressedFile>();
    for (var lane : lanes.subList(2, lanes.size())) {
      var compression = lane.output.compression();
      files.put(
          compression, new CompressedFile(path(compression), OutputLane.checksums(lane.output)));
    }
    if (paths.contains(path(Compression.NONE))) {
      files.put(Compression.NONE, new CompressedFile(path(Compression.NONE), plain));
    }
    complete = true;
    return new CompressedIndex(plain, files);
  }

  /// Throws what a task threw, if any did.
  private void rethrowFailure() throws IOException {
    var thrown = failure.get();
    while (thrown instanceof CompletionException && thrown.getCause() != null) {
      thrown = thrown.getCause();
    }
    switch (thrown) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("Writing " + name + " failed", thrown);
    }
  }

  private static <T> T checked(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /// Where a file is written.
  private Path path(Compression compression) {
    return directory.resolve(name + compression.extension());
  }

  /// Closes what is open and deletes the files, unless they are complete.
  @Override
  public void close() throws IOException {
    if (complete) {
      return;
    }
    for (var lane : lanes) {
      lane.output.close();
    }
    for (var path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private void closeAfter(Exception failed) {
    try {
      close();
    } catch (IOException e) {
      failed.addSuppressed(e);
    }
  }
}
