package org.entrepot.format.index.compress;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Optional;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;
import org.entrepot.format.compression.Compression;

/// One file being written and hashed: segments go in, in order, by one thread at a time.
final class OutputLane implements AutoCloseable {
  private final Compression compression;
  private final DigestLane digests;
  private final Optional<OutputStream> file;
  private final Optional<FormJoiner> joiner;

  private OutputLane(Compression compression, DigestLane digests, Optional<OutputStream> file) {
    this.compression = compression;
    this.digests = digests;
    this.file = file;
    this.joiner = FormJoiner.of(compression);
  }

  /// A lane that writes a compressed file, from its first byte on.
  static OutputLane of(Compression compression, Path path) throws IOException {
    var file = Files.newOutputStream(path);
    var lane =
        new OutputLane(compression, new DigestLane(DigestAlgorithm.values()), Optional.of(file));
    try {
      if (lane.joiner.isPresent()) {
        lane.write(lane.joiner.get().start());
      }
      return lane;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /// A lane for some digests of the plain text, which also writes it if there is a file for it.
  static OutputLane ofPlain(Optional<Path> path, DigestAlgorithm... algorithms) throws IOException {
    Optional<OutputStream> file =
        path.isPresent() ? Optional.of(Files.newOutputStream(path.get())) : Optional.empty();
    return new OutputLane(Compression.NONE, new DigestLane(algorithms), file);
  }

  Compression compression() {
    return compression;
  }

  /// Adds the form of the next segment, or its plain text to a plain lane; no bytes for a segment
  /// without text.
  void add(byte[] form, int plainBytes) throws IOException {
    write(joiner.isPresent() && form.length > 0 ? joiner.get().add(form, plainBytes) : form);
  }

  /// Writes what stands after the last segment.
  void end() throws IOException {
    if (joiner.isPresent()) {
      write(joiner.get().end());
    }
  }

  long sizeBytes() {
    return digests.sizeBytes();
  }

  /// Size and digests of all that was written through these lanes, which together have all four
  /// digests of the same bytes.
  static Checksums checksums(OutputLane... lanes) {
    var results = new EnumMap<DigestAlgorithm, byte[]>(DigestAlgorithm.class);
    for (var lane : lanes) {
      lane.digests.finish(results);
    }
    return new Checksums(
        lanes[0].sizeBytes(),
        Md5.of(requireNonNull(results.get(DigestAlgorithm.MD5))),
        Sha1.of(requireNonNull(results.get(DigestAlgorithm.SHA1))),
        Sha256.of(requireNonNull(results.get(DigestAlgorithm.SHA256))),
        Sha512.of(requireNonNull(results.get(DigestAlgorithm.SHA512))));
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }

  private void write(byte[] bytes) throws IOException {
    if (file.isPresent()) {
      file.get().write(bytes);
    }
    digests.update(bytes, 0, bytes.length);
  }
}
