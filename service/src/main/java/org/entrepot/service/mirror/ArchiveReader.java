package org.entrepot.service.mirror;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.transport.Fetch;
import org.entrepot.transport.FetchListener;
import org.entrepot.transport.FetchResult;
import org.entrepot.transport.Transport;
import org.entrepot.transport.TransportException;
import org.entrepot.transport.Validators;
import org.jspecify.annotations.Nullable;

/// Reads files of one archive from whichever of its places has them. A place that fails is asked
/// last from then on. Safe for any thread.
final class ArchiveReader {
  private final Transport transport;
  private final List<ArchiveUrl> roots;
  private final AtomicInteger preferred = new AtomicInteger();

  ArchiveReader(Transport transport, List<ArchiveUrl> roots) {
    this.transport = transport;
    this.roots = List.copyOf(roots);
  }

  /// The first place of the archive.
  ArchiveUrl root() {
    return roots.getFirst();
  }

  /// What is asked for.
  ///
  /// @param path relative to the root of the archive
  /// @param target where the bytes go
  record Request(
      String path, Path target, Validators known, Fetch.Beginning beginning, long mostBytes) {
    static Request whole(String path, Path target, long mostBytes) {
      return new Request(path, target, Validators.NONE, Fetch.Beginning.ANEW, mostBytes);
    }

    static Request resumed(String path, Path target, long mostBytes) {
      return new Request(path, target, Validators.NONE, Fetch.Beginning.RESUME, mostBytes);
    }
  }

  /// What came of it.
  sealed interface Result {
    /// The target holds the file, and the check has found no fault.
    record Whole(URI uri, Validators validators) implements Result {}

    /// It has not changed.
    record Unchanged() implements Result {}

    /// No place has it.
    record Absent(String answer) implements Result {}
  }

  /// Judges a file that has come.
  @FunctionalInterface
  interface Check {
    /// What is wrong with it, if anything.
    Optional<String> faultOf(Path file) throws IOException;

    /// Everything is right.
    Check NONE = _ -> Optional.empty();

    /// Right is what has this size and these digests.
    static Check of(DeclaredChecksums declared) {
      return file -> {
        List<String> mismatches = declared.mismatches(ChecksumCalculator.of(file));
        return mismatches.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", mismatches));
      };
    }
  }

  /// A file came, from every place, with other content than it must have.
  static final class MismatchException extends IOException {
    private static final long serialVersionUID = 1;

    MismatchException(String message) {
      super(message);
    }
  }

  /// Fetches a file.
  ///
  /// @throws MismatchException when it is not what it must be
  /// @throws IOException when no place could be asked
  Result fetch(Request request, Check check, FetchListener listener) throws IOException {
    IOException failure = null;
    String absent = "";
    int first = preferred.get();
    for (int i = 0; i < roots.size(); i++) {
      int at = (first + i) % roots.size();
      URI uri = roots.get(at).resolve(request.path());
      try {
        switch (once(uri, request, check, listener)) {
          case Result.Absent(var answer) -> absent = answer;
          case Result.Whole whole -> {
            return whole;
          }
          case Result.Unchanged unchanged -> {
            return unchanged;
          }
        }
      } catch (IOException e) {
        failure = add(failure, e);
        preferred.compareAndSet(at, (at + 1) % roots.size());
      }
    }
    if (failure != null) {
      throw failure;
    }
    return new Result.Absent(absent);
  }

  private static IOException add(@Nullable IOException earlier, IOException e) {
    if (earlier == null) {
      return e;
    }
    earlier.addSuppressed(e);
    return earlier;
  }

  private Result once(URI uri, Request request, Check check, FetchListener listener)
      throws IOException {
    Path target = request.target();
    boolean begun =
        request.beginning() == Fetch.Beginning.RESUME
            && Files.exists(target)
            && Files.size(target) > 0;
    var fetch = new Fetch(uri, target, request.known(), request.beginning(), request.mostBytes());
    String fault;
    try {
      switch (transport.fetch(fetch, listener)) {
        case FetchResult.Unchanged _ -> {
          return new Result.Unchanged();
        }
        case FetchResult.Absent(var answer) -> {
          return new Result.Absent(answer);
        }
        case FetchResult.Whole(var validators) -> {
          Optional<String> found = check.faultOf(target);
          if (found.isEmpty()) {
            return new Result.Whole(uri, validators);
          }
          fault = "%s: %s".formatted(uri, found.get());
        }
      }
    } catch (TransportException e) {
      if (!e.tooLarge() || check.equals(Check.NONE)) {
        throw e;
      }
      fault = String.valueOf(e.getMessage());
    }
    Files.deleteIfExists(target);
    if (begun) { // of another file, perhaps
      return once(uri, request, check, listener);
    }
    throw new MismatchException(fault);
  }
}
