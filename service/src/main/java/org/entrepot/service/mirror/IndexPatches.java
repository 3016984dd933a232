package org.entrepot.service.mirror;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.index.DiffIndex;
import org.entrepot.format.index.EdPatch;
import org.entrepot.service.mirror.ArchiveReader.Request;
import org.entrepot.service.mirror.ArchiveReader.Result;
import org.entrepot.service.mirror.IndexReader.LocalIndex;
import org.entrepot.transport.FetchListener;

/// Makes an index from the one that the last update had and the archive's patches (pdiffs), when
/// that takes fewer bytes than the whole index. For one thread.
///
/// The file `indices` beside the indices says for each path which of them it is: the SHA-256 of the
/// uncompressed text and the name of the file, both of the last update.
final class IndexPatches {
  private static final String MAP = "indices";
  private static final long MOST_BYTES_OF_PATCH = 256L << 20;

  private final ArchiveReader archive;
  private final String directory;
  private final UpstreamRelease release;
  private final Path lists;
  private final FetchListener listener;
  private final Map<String, Former> formers = new HashMap<>();

  private record Former(Sha256 plain, Path file) {}

  IndexPatches(
      ArchiveReader archive,
      String directory,
      UpstreamRelease release,
      Path lists,
      FetchListener listener)
      throws IOException {
    this.archive = archive;
    this.directory = directory;
    this.release = release;
    this.lists = lists;
    this.listener = listener;
    if (Files.exists(lists.resolve(MAP))) {
      Files.readAllLines(lists.resolve(MAP)).forEach(this::former);
    }
  }

  private void former(String line) {
    String[] words = line.split(" ", 3);
    if (words.length == 3 && words[0].length() == 64 && words[1].matches("[A-Za-z0-9._:-]+")) {
      Path file = lists.resolve(words[1]);
      if (Files.isRegularFile(file)) {
        formers.put(words[2], new Former(Sha256.parse(words[0]), file));
      }
    }
  }

  /// Whether the file at this path is where the map is kept.
  static Path map(Path lists) {
    return lists.resolve(MAP);
  }

  /// Notes which indices this update had.
  static void keep(Path lists, UpstreamRelease release, List<LocalIndex> indices)
      throws IOException {
    var lines = new TreeMap<String, String>();
    for (LocalIndex index : indices) {
      String path = index.wanted().path();
      release
          .file()
          .find(path)
          .flatMap(DeclaredChecksums::sha256)
          .ifPresent(plain ->
              lines.put(
                  path, "%s %s %s\n".formatted(plain.hex(), index.file().getFileName(), path)));
    }
    Path next = lists.resolve(MAP + ".new");
    Files.writeString(next, String.join("", lines.values()), StandardCharsets.UTF_8);
    Files.move(next, map(lists), StandardCopyOption.REPLACE_EXISTING);
  }

  /// What came of it.
  sealed interface Outcome {
    /// The index, uncompressed.
    record Patched(Path file) implements Outcome {}

    /// There are no patches that lead from what is here, or they are too large.
    record NoUse() implements Outcome {}

    /// Something is wrong with them.
    record Broken(String reason) implements Outcome {}
  }

  /// Tries to make the index.
  ///
  /// @param wholeBytes size of the best form in which the whole index can be had
  Outcome patch(WantedIndex wanted, long wholeBytes) throws IOException {
    String folder = wanted.path() + ".diff/";
    Optional<DeclaredChecksums> listed = release.file().find(folder + "Index");
    Optional<DeclaredChecksums> plain = release.file().find(wanted.path());
    Optional<Former> former = Optional.ofNullable(formers.get(wanted.path()));
    boolean possible =
        former.isPresent()
            && listed.isPresent()
            && listed.get().hasStrongDigest()
            && plain.isPresent()
            && plain.get().sha256().isPresent()
            && !plain.get().sha256().get().equals(former.get().plain())
            && listed.get().sizeBytes().orElse(Long.MAX_VALUE) < wholeBytes;
    if (!possible) {
      return new Outcome.NoUse();
    }
    try {
      return patch(folder, former.get(), listed.get(), plain.get(), wholeBytes);
    } catch (FormatException e) {
      return new Outcome.Broken(String.valueOf(e.getMessage()));
    }
  }

  private Outcome patch(
      String folder,
      Former former,
      DeclaredChecksums listed,
      DeclaredChecksums plain,
      long wholeBytes)
      throws IOException, FormatException {
    Optional<byte[]> index = fetch(folder + "Index", listed);
    if (index.isEmpty()) {
      return new Outcome.Broken(folder + "Index is not there");
    }
    DiffIndex diffs = DiffIndex.parse(index.get(), folder + "Index");
    if (!diffs.current().sha256().equals(plain.sha256())) {
      return new Outcome.Broken(
          folder + "Index leads to another index than the Release file lists");
    }
    Optional<List<DiffIndex.Patch>> patches = diffs.from(former.plain());
    if (patches.isEmpty()) {
      return new Outcome.NoUse();
    }
    long bytes = listed.sizeBytes().orElse(0);
    for (DiffIndex.Patch patch : patches.get()) {
      bytes += patch.download().sizeBytes().orElse(patch.plain().sizeBytes().orElse(0));
    }
    if (bytes >= wholeBytes) {
      return new Outcome.NoUse();
    }
    return apply(folder, former, patches.get(), plain);
  }

  private Outcome apply(
      String folder, Former former, List<DiffIndex.Patch> patches, DeclaredChecksums plain)
      throws IOException, FormatException {
    Path from = former.file();
    Path made = lists.resolve("patched");
    for (DiffIndex.Patch patch : patches) {
      String path = folder + patch.fileName();
      Optional<byte[]> packed = fetch(path, patch.download());
      if (packed.isEmpty()) {
        return new Outcome.Broken(path + " is not there");
      }
      byte[] text = unpacked(packed.get());
      if (!patch.plain().matches(ChecksumCalculator.of(text))) {
        return new Outcome.Broken(path + " is not what its Index file says");
      }
      Path next = lists.resolve("patched.new");
      try (InputStream old =
              Compression.ofFileName(from.getFileName().toString())
                  .decompress(Files.newInputStream(from));
          OutputStream out = Files.newOutputStream(next)) {
        EdPatch.parse(text, path).apply(old, out);
      }
      Files.move(next, made, StandardCopyOption.REPLACE_EXISTING);
      from = made;
    }
    List<String> mismatches = plain.mismatches(ChecksumCalculator.of(made));
    if (!mismatches.isEmpty()) {
      Files.delete(made);
      return new Outcome.Broken(
          "what they lead to is not what the Release file says: " + String.join(", ", mismatches));
    }
    Path target = lists.resolve(IndexReader.fileName(plain, Compression.NONE));
    return new Outcome.Patched(Files.move(made, target, StandardCopyOption.REPLACE_EXISTING));
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    var text = new ByteArrayOutputStream();
    try (InputStream in = Compression.GZIP.decompress(new ByteArrayInputStream(packed))) {
      byte[] chunk = new byte[1 << 16];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        text.write(chunk, 0, count);
        if (text.size() > MOST_BYTES_OF_PATCH) {
          throw new IOException("a patch has more than %d bytes".formatted(MOST_BYTES_OF_PATCH));
        }
      }
    }
    return text.toByteArray();
  }

  /// A small file that is what it must be; empty when it is not there or other.
  private Optional<byte[]> fetch(String path, DeclaredChecksums declared) throws IOException {
    Path target = lists.resolve("fetched");
    List<String> places =
        path.endsWith("/Index") ? IndexReader.places(release, path, declared) : List.of(path);
    for (String place : places) {
      Result result =
          archive.fetch(
              Request.whole(
                  directory + place, target, declared.sizeBytes().orElse(MOST_BYTES_OF_PATCH)),
              ArchiveReader.Check.of(declared),
              listener);
      if (result instanceof Result.Whole) {
        return Optional.of(Files.readAllBytes(target));
      }
    }
    return Optional.empty();
  }
}
