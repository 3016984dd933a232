package org.entrepot.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A directory that uploads are put into, file by file. Not for several threads.
final class IncomingDirectory {
  private final Path directory;
  private final Duration patience;
  private final Map<Path, String> seen = new HashMap<>();

  /// `patience` is how long an upload whose files are not all there is waited for.
  IncomingDirectory(Path directory, Duration patience) {
    this.directory = directory;
    this.patience = patience;
  }

  /// Uploads that can be judged: complete ones, and those that were waited for in vain. A
  /// `.changes` file that is still being written, because it is not the same as at the last look,
  /// is not among them.
  List<Path> ready(Instant now) throws IOException {
    var ready = new ArrayList<Path>();
    var looked = new HashMap<Path, String>();
    for (Path changes : changesFiles()) {
      try {
        Instant written = Files.getLastModifiedTime(changes).toInstant();
        String state = Files.size(changes) + " " + written;
        looked.put(changes, state);
        boolean settled = state.equals(seen.get(changes));
        boolean late = written.plus(patience).isBefore(now);
        if (settled && (late || isComplete(changes))) {
          ready.add(changes);
        }
      } catch (NoSuchFileException _) {
        // taken or withdrawn meanwhile
      }
    }
    seen.clear();
    seen.putAll(looked);
    return ready;
  }

  private List<Path> changesFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".changes") && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }

  /// What cannot be read counts as complete: the include tells what is wrong with it.
  private static boolean isComplete(Path changes) throws IOException {
    for (var file : UploadFiles.of(changes).entrySet()) {
      OptionalLong size = file.getValue().sizeBytes();
      if (!Files.isRegularFile(file.getKey())
          || (size.isPresent() && Files.size(file.getKey()) < size.getAsLong())) {
        return false;
      }
    }
    return true;
  }

  /// Moves an upload and what it lists to `rejected`, with the reason in a file beside it. The
  /// `.changes` file goes last, so that a crash in the middle leaves an upload that is incomplete
  /// and rejected again.
  ///
  /// @return the file with the reason
  Path reject(Path changes, List<String> reasons) throws IOException {
    Path rejected = Files.createDirectories(directory.resolve("rejected"));
    String name = changes.getFileName().toString();
    Path reason =
        Files.writeString(
            rejected.resolve(name.substring(0, name.lastIndexOf('.')) + ".reason"),
            String.join("\n", reasons) + "\n");
    for (Path file : UploadFiles.of(changes).keySet()) {
      if (Files.isRegularFile(file)) {
        move(file, rejected);
      }
    }
    move(changes, rejected);
    return reason;
  }

  private static void move(Path file, Path to) throws IOException {
    Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }
}
