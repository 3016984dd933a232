package org.entrepot.service.mirror;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.domain.mirror.ReleaseMark;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.deb822.Field;
import org.entrepot.format.index.ReleaseFile;
import org.entrepot.transport.Validators;

/// A Release file of an archive, read and judged. Immutable.
///
/// @param file what it says; empty for an archive that has none
/// @param path `InRelease` or `Release`
/// @param digest of the bytes as they came
/// @param validators what the server said of them
/// @param verified whether a trusted signature covers it
record UpstreamRelease(
    ReleaseFile file, String path, Sha256 digest, Validators validators, boolean verified) {

  /// Its fields but the lists of digests, by their customary names.
  SortedMap<String, String> meta() {
    var meta = new TreeMap<String, String>();
    for (Field field : file.fields().fields()) {
      meta.put(field.name().canonical(), field.textOrBlock());
    }
    return Collections.unmodifiableSortedMap(meta);
  }

  /// What the next update needs to know of it.
  ReleaseMark mark(String settings) {
    return new ReleaseMark(
        path,
        digest,
        validators.entityTag(),
        validators.lastModified(),
        file.date(),
        file.validUntil(),
        verified,
        settings);
  }
}
