package org.entrepot.service.publish;

import java.nio.file.Path;
import java.util.List;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.pool.PoolPath;

/// Every file below `dists/DISTRIBUTION` that a generation consists of.
///
/// @param files all of them, sorted by path; also those that are only listed, see [IndexRole]
/// @param written those that no kept generation has, with where they lie now
record BuiltIndices(List<IndexFile> files, List<Written> written) {
  BuiltIndices {
    files = List.copyOf(files);
    written = List.copyOf(written);
  }

  /// A file that has to be put in place.
  record Written(IndexFile file, Content content) {}

  /// Where the content of a file is.
  sealed interface Content {}

  /// In a file of ours, which is given away.
  record OfWork(Path local) implements Content {}

  /// In a file of the user, which is copied.
  record OfUser(Path local) implements Content {}

  /// In the package pool.
  record OfPool(PoolFile file) implements Content {
    OfPool(MirrorFile file) {
      this(file.checksums(), file.fileName());
    }

    OfPool(Checksums checksums, String name) {
      this(new PoolFile(PoolPath.of(checksums.sha256(), name), checksums));
    }
  }
}
