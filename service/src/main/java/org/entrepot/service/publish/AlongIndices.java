package org.entrepot.service.publish;

import java.io.IOException;
import java.io.InputStream;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.publish.BuiltIndices.OfPool;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolPath;

/// Publishes what came along with packages: translations and metadata of programs, for the
/// component that they were made for. For one thread.
final class AlongIndices {
  private final OperationContext context;
  private final PackagePool pool;
  private final GenerationFiles files;

  AlongIndices(OperationContext context, PackagePool pool, GenerationFiles files) {
    this.context = context;
    this.pool = pool;
    this.files = files;
  }

  void write(ComponentName component, ArchiveFiles along) throws IOException {
    ArchiveFiles ours =
        along.descriptive().only(file -> file.path().startsWith(component.value() + "/"));
    for (MirrorFile file : ours.files()) {
      if (!files.has(file.path())) {
        add(file, ours);
      }
    }
  }

  private void add(MirrorFile file, ArchiveFiles ours) throws IOException {
    IndexRole role = IndexRole.along(file.checksums().sha256());
    if (!files.reuseOnly(file.path(), role)) {
      files.add(new IndexFile(file.path(), file.checksums(), role.toString()), new OfPool(file));
    }
    Compression compression = Compression.ofFileName(file.path());
    String plain =
        file.path().substring(0, file.path().length() - compression.extension().length());
    boolean listed =
        compression == Compression.NONE || ours.find(plain).isPresent() || files.has(plain);
    if (!listed && !files.reuseOnly(plain, role)) {
      listPlain(file, plain, compression, role);
    }
  }

  /// apt takes a compressed index only when the Release file lists the uncompressed one.
  private void listPlain(MirrorFile file, String plain, Compression compression, IndexRole role)
      throws IOException {
    PoolPath place = PoolPath.of(file.checksums().sha256(), file.fileName());
    try (InputStream in = compression.decompress(pool.open(place))) {
      files.list(new IndexFile(plain, ChecksumCalculator.of(in), role.listed().toString()));
    } catch (IOException e) {
      if (!pool.contains(place, file.checksums().sizeBytes())) {
        throw e;
      }
      context.output(
          Marker.WARNING, "%s cannot be read: %s".formatted(file.path(), e.getMessage()));
    }
  }
}
