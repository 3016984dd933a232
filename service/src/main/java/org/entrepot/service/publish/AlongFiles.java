package org.entrepot.service.publish;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.domain.publication.Publication;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.storage.pool.PoolFile;

/// Files of the pool that belong to no package: what mirrors, snapshots and kept generations of
/// publications take along.
public final class AlongFiles {
  private AlongFiles() {}

  /// All of them; some more than once.
  public static List<PoolFile> of(View view, KeptGenerations kept) {
    var along = new HashSet<Sha256>();
    view.mirrors().forEach(mirror -> along.add(mirror.state().files()));
    view.snapshots().forEach(snapshot -> along.add(snapshot.files()));
    var files = new ArrayList<PoolFile>();
    for (Sha256 digest : along) {
      for (MirrorFile file : view.archiveFiles(digest).files()) {
        files.add(PoolFile.of(file.checksums(), file.fileName()));
      }
    }
    for (Publication publication : view.publications()) {
      for (Generation generation : kept.of(view, publication)) {
        IndexRole.ofPool(generation)
            .forEach(file -> files.add(PoolFile.of(file.checksums(), file.fileName())));
      }
    }
    return files;
  }
}
