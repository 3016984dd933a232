package org.entrepot.service.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.index.segment.SegmentKeyBuilder;
import org.entrepot.service.publish.BuiltIndices.Content;
import org.entrepot.service.publish.BuiltIndices.OfWork;
import org.entrepot.service.publish.BuiltIndices.Written;

/// Collects the files of a new generation, and takes over those of the present one that stay as
/// they are. For one thread.
final class GenerationFiles {
  private final Optional<Generation> present;
  private final String options;
  private final Path work;
  private final List<IndexFile> files = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();

  /// `options`: of the publication, as far as every index depends on them. `work`: for new files.
  GenerationFiles(Optional<Generation> present, String options, Path work) {
    this.present = present;
    this.options = options;
    this.work = work;
  }

  /// Takes over the files of the present generation at this path, and at this path with an
  /// extension, that were made of the same inputs.
  boolean reuse(String path, IndexRole role) {
    return reuse(role, it -> it.equals(path) || it.startsWith(path + "."));
  }

  /// Takes over just the file at this path.
  boolean reuseOnly(String path, IndexRole role) {
    return reuse(role, path::equals);
  }

  private interface Wanted {
    boolean has(String path);
  }

  private boolean reuse(IndexRole role, Wanted wanted) {
    List<IndexFile> same =
        present.stream()
            .flatMap(generation -> generation.files().stream())
            .filter(file -> wanted.has(file.path()))
            .filter(role::matches)
            .toList();
    files.addAll(same);
    return !same.isEmpty();
  }

  /// A file that has to be put in place.
  void add(IndexFile file, Content content) {
    files.add(file);
    written.add(new Written(file, content));
  }

  /// A file that is only listed.
  void list(IndexFile file) {
    files.add(file);
  }

  /// A small file with this text.
  void small(String path, String kind, IndexRole.Standing standing, byte[] text)
      throws IOException {
    Checksums checksums = ChecksumCalculator.of(text);
    var inputs = new SegmentKeyBuilder(options).add(checksums.sha256()).build();
    var role = new IndexRole(kind, inputs, standing);
    if (!reuse(path, role)) {
      add(new IndexFile(path, checksums, role.toString()), new OfWork(write(text)));
    }
  }

  /// Writes a small file of our own.
  Path write(byte[] text) throws IOException {
    return Files.write(work.resolve("small-" + files.size()), text);
  }

  /// The same files under another name.
  void again(String path, String otherPath) {
    for (IndexFile file : List.copyOf(files)) {
      if (file.path().equals(path) || file.path().startsWith(path + ".")) {
        var other =
            new IndexFile(
                otherPath + file.path().substring(path.length()), file.checksums(), file.role());
        files.add(other);
        written.stream()
            .filter(done -> done.file().equals(file))
            .findFirst()
            .ifPresent(done -> written.add(new Written(other, done.content())));
      }
    }
  }

  /// Whether a file whose path begins so has to be put in place.
  boolean isWritten(String path) {
    return written.stream().anyMatch(done -> done.file().path().startsWith(path));
  }

  /// Whether there is a file at this path.
  boolean has(String path) {
    return files.stream().anyMatch(file -> file.path().equals(path));
  }

  /// How many files there are.
  int count() {
    return files.size();
  }

  BuiltIndices done() {
    files.sort(Comparator.comparing(IndexFile::path));
    return new BuiltIndices(files, written);
  }
}
