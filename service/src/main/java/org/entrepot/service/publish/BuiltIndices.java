package org.entrepot.service.publish;

import java.nio.file.Path;
import java.util.List;
import org.entrepot.catalog.publication.IndexFile;

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
  record Written(IndexFile file, Path local, Owner owner) {}

  /// Whose file it is: one of the user's is copied, ours is given away.
  enum Owner {
    USER,
    WORK
  }
}
