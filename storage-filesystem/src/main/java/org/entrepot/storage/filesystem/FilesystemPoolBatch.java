package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;
import org.entrepot.storage.path.FileNames;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PoolBatch;
import org.entrepot.storage.pool.PoolPath;
import org.entrepot.storage.pool.PutResult;
import org.entrepot.storage.pool.StagedFile;
import org.jspecify.annotations.Nullable;

/// A batch of [FilesystemPool].
///
/// Commit in three steps, each begun when the one before is complete: (1) make the content of all
/// temporaries durable; (2) rename them to their final names; (3) make the directories durable.
final class FilesystemPoolBatch implements PoolBatch {
  private static final int MAX_CHUNK_BYTES = 128 << 10;
  private static final int MAX_ATTEMPTS = 100;

  private enum State {
    OPEN,
    COMMITTING,
    COMMITTED,
    CLOSED
  }

  private final FilesystemPool pool;
  private final Directories directories;
  private final Disk disk;
  private final AtomicInteger numbers = new AtomicInteger();
  private final ConcurrentSkipListMap<Integer, StagedFile> staged = new ConcurrentSkipListMap<>();
  private volatile State state = State.OPEN;
  private @Nullable TemporaryDirectory temporaries;

  FilesystemPoolBatch(FilesystemPool pool, Directories directories, Disk disk) {
    this.pool = pool;
    this.directories = directories;
    this.disk = disk;
  }

  @Override
  public StagedFile add(String fileName, InputStream source) throws IOException {
    return stage(fileName, temporary -> copy(source, Long.MAX_VALUE, temporary));
  }

  @Override
  public StagedFile add(String fileName, Path source, AddMethod method) throws IOException {
    return stage(
        fileName,
        temporary -> {
          var file = SourceFile.examine(source);
          return switch (method) {
            case COPY -> copy(file, temporary);
            case REFLINK -> reflink(file, temporary);
            case HARDLINK -> hardLink(file, temporary);
          };
        });
  }

  /// Brings content to a temporary name.
  @FunctionalInterface
  private interface Filling {
    Checksums fill(Path temporary) throws IOException;
  }

  private StagedFile stage(String fileName, Filling filling) throws IOException {
    requireOpen();
    PoolPath.findNameFault(fileName)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(
              "The file name '" + FileNames.printable(fileName) + "' " + fault);
        });
    Failures.resolve(directories.root(), fileName);
    int number = numbers.getAndIncrement();
    Path temporary = null;
    try {
      temporary = temporaries().file(number);
      var checksums = filling.fill(temporary);
      var file = new StagedFile(number, PoolPath.of(checksums.sha256(), fileName), checksums);
      directories.require(
          Directories.parent(file.path().text())); // here many threads share the work
      staged.put(number, file);
      return file;
    } catch (IOException e) {
      deleteAfter(e, temporary);
      throw Failures.explain(
          "Could not add " + fileName + " to the package pool", directories.root(), e);
    } catch (RuntimeException e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  private void deleteAfter(Exception failure, @Nullable Path temporary) {
    try {
      if (temporary != null) {
        disk.delete(temporary);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private synchronized TemporaryDirectory temporaries() throws IOException {
    if (temporaries == null) {
      Path parent = directories.require(TemporaryDirectory.PARENT);
      temporaries = TemporaryDirectory.create(disk, parent);
    }
    return temporaries;
  }

  private Checksums copy(SourceFile source, Path temporary) throws IOException {
    Checksums checksums;
    try (var in = Files.newInputStream(source.path(), StandardOpenOption.READ, NOFOLLOW_LINKS)) {
      checksums = copy(in, source.sizeBytes(), temporary);
    }
    source.requireUnchanged(source.path(), checksums.sizeBytes());
    return checksums;
  }

  /// Reads to the end of `in`, or to a byte more than was expected, which the caller notices by the
  /// size.
  private Checksums copy(InputStream in, long expectedBytes, Path temporary) throws IOException {
    var calculator = new ChecksumCalculator();
    byte[] chunk = new byte[(int) Math.min(expectedBytes, MAX_CHUNK_BYTES - 1) + 1];
    try (FileChannel out = disk.create(temporary)) {
      int count;
      while (calculator.sizeBytes() <= expectedBytes && (count = in.read(chunk)) >= 0) {
        calculator.update(chunk, 0, count);
        disk.write(out, temporary, ByteBuffer.wrap(chunk, 0, count));
      }
    }
    return calculator.finish();
  }

  private Checksums reflink(SourceFile source, Path temporary) throws IOException {
    disk.create(temporary).close();
    if (!disk.reflink(source.path(), temporary)) {
      disk.delete(temporary);
      return copy(source, temporary);
    }
    var checksums = ChecksumCalculator.of(temporary);
    source.requireUnchanged(source.path(), checksums.sizeBytes());
    return checksums;
  }

  /// Links first, so that what is hashed is what will be in the pool, whatever happens to the
  /// source's name.
  private Checksums hardLink(SourceFile source, Path temporary) throws IOException {
    try {
      disk.hardLink(temporary, source.path());
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      return copy(source, temporary); // another file system, or hard links are not allowed
    }
    Checksums checksums;
    try (var in = Files.newInputStream(temporary, NOFOLLOW_LINKS)) {
      checksums = ChecksumCalculator.of(in);
    }
    source.requireUnchanged(temporary, checksums.sizeBytes());
    return checksums;
  }

  @Override
  public InputStream open(StagedFile file) throws IOException {
    requireOwn(file);
    if (state == State.COMMITTED) {
      return pool.open(file.path());
    }
    requireOpen();
    try {
      return Files.newInputStream(temporaries().file(file.number()), NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw Failures.explain(
          "Could not read " + file.path().fileName() + " again", directories.root(), e);
    }
  }

  @Override
  public void discard(StagedFile file) throws IOException {
    requireOpen();
    if (staged.remove(file.number(), file)) {
      disk.delete(temporaries().file(file.number()));
    }
  }

  @Override
  public List<PutResult> commit() throws IOException {
    requireOpen();
    state = State.COMMITTING;
    if (staged.isEmpty()) {
      state = State.COMMITTED;
      return List.of();
    }
    try {
      List<PutResult> results = commit(temporaries(), List.copyOf(staged.values()));
      state = State.COMMITTED;
      return results;
    } catch (IOException e) {
      throw Failures.explain(
          "Could not store " + staged.size() + " files in the package pool", directories.root(), e);
    }
  }

  private List<PutResult> commit(TemporaryDirectory from, List<StagedFile> files)
      throws IOException {
    disk.sync(
        files.stream().map(file -> from.file(file.number())).toList(), directories.fileSystems());
    List<PutResult> results = new ArrayList<>(files.size());
    for (StagedFile file : files) {
      results.add(place(from.file(file.number()), file));
    }
    disk.sync(
        directories.withParents(files.stream().map(file -> file.path().text()).toList()),
        directories.fileSystems());
    return results;
  }

  private PutResult place(Path temporary, StagedFile file) throws IOException {
    String directory = Directories.parent(file.path().text());
    for (int attempt = 0; ; attempt++) {
      directories.require(directory);
      Path target = directories.locate(file.path().text());
      Optional<BasicFileAttributes> present = find(target);
      if (present.isPresent()
          && present.get().isRegularFile()
          && present.get().size() == file.checksums().sizeBytes()) {
        disk.delete(temporary);
        return new PutResult.AlreadyPresent(file.path());
      }
      if (present.isPresent() && present.get().isDirectory()) {
        throw new StorageException(
            Reason.BAD_PATH, "A directory is in the way of a pool file: remove " + target);
      }
      try {
        disk.rename(temporary, target);
      } catch (NoSuchFileException e) {
        if (attempt == MAX_ATTEMPTS || !Files.exists(temporary)) {
          throw e;
        }
        directories.forget(directory);
        continue;
      }
      return present
          .<PutResult>map(old -> new PutResult.Repaired(file.path(), old.size()))
          .orElse(new PutResult.Stored(file.path()));
    }
  }

  private static Optional<BasicFileAttributes> find(Path file) throws IOException {
    if (!Files.exists(file, NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    state = State.CLOSED;
    TemporaryDirectory directory;
    synchronized (this) {
      directory = temporaries;
      temporaries = null;
    }
    if (directory != null) {
      directories.forgetAll();
      directory.close();
    }
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("This batch is already committed or closed");
    }
  }

  private void requireOwn(StagedFile file) {
    if (!file.equals(staged.get(file.number()))) {
      throw new IllegalArgumentException(
          "The file " + file.path().fileName() + " is not in this batch");
    }
  }
}
