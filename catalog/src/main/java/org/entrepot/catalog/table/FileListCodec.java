package org.entrepot.catalog.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.publication.FileStep;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;
import org.entrepot.format.text.ByteText;

/// Lists of files as bytes: the number of entries, then each entry, strings with their length
/// before them. A list is written and read whole, hence one value and not a row for each file.
final class FileListCodec {
  private FileListCodec() {}

  private interface Write<T> {
    void one(T value, DataOutputStream out) throws IOException;
  }

  private interface Read<T> {
    T one(DataInputStream in) throws IOException;
  }

  private static <T> byte[] write(List<T> values, Write<T> write) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes);
        var packed = new PackedBytes()) {
      out.writeInt(values.size());
      for (var value : values) {
        write.one(value, out);
      }
      return packed.pack(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  private static <T> List<T> read(byte[] bytes, Read<T> read) {
    try (var packed = new PackedBytes();
        var in = new DataInputStream(new ByteArrayInputStream(packed.unpack(bytes)))) {
      var values = new ArrayList<T>();
      for (var left = in.readInt(); left > 0; left--) {
        values.add(read.one(in));
      }
      return values;
    } catch (IOException e) {
      throw CatalogFailure.corrupt("the catalog holds a broken list of files: " + e);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    var bytes = ByteText.encode(text);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return ByteText.decode(exactly(in, in.readInt()));
  }

  private static byte[] exactly(DataInputStream in, int length) throws IOException {
    if (length < 0 || length > in.available()) {
      throw new IOException("a length of " + length);
    }
    return in.readNBytes(length);
  }

  static byte[] indexFiles(List<IndexFile> files) {
    return write(
        files,
        (file, out) -> {
          writeText(out, file.path());
          writeText(out, file.role());
          out.writeLong(file.checksums().sizeBytes());
          out.write(file.checksums().md5().bytes());
          out.write(file.checksums().sha1().bytes());
          out.write(file.checksums().sha256().bytes());
          out.write(file.checksums().sha512().bytes());
        });
  }

  static List<IndexFile> indexFiles(byte[] bytes) {
    return read(
        bytes,
        in -> {
          var path = readText(in);
          var role = readText(in);
          var checksums =
              new Checksums(
                  in.readLong(),
                  Md5.of(exactly(in, 16)),
                  Sha1.of(exactly(in, 20)),
                  Sha256.of(exactly(in, 32)),
                  Sha512.of(exactly(in, 64)));
          return new IndexFile(path, checksums, role);
        });
  }

  static byte[] archiveFiles(List<MirrorFile> files) {
    return indexFiles(
        files.stream().map(file -> new IndexFile(file.path(), file.checksums(), "")).toList());
  }

  static List<MirrorFile> archiveFiles(byte[] bytes) {
    return indexFiles(bytes).stream()
        .map(file -> new MirrorFile(file.path(), file.checksums()))
        .toList();
  }

  static byte[] steps(List<FileStep> steps) {
    return write(
        steps,
        (step, out) -> {
          writeText(out, step.kind().name());
          writeText(out, step.path());
          writeText(out, step.source());
        });
  }

  static List<FileStep> steps(byte[] bytes) {
    return read(
        bytes, in -> new FileStep(FileStep.Kind.valueOf(readText(in)), readText(in), readText(in)));
  }
}
