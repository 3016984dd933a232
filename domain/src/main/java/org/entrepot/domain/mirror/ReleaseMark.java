package org.entrepot.domain.mirror;

import java.time.Instant;
import java.util.Optional;
import org.entrepot.format.checksum.Sha256;

/// Which Release file an update was made of, so that the next one can ask whether there is a newer
/// one, and see an older one. Immutable.
///
/// @param path name of the file that was read: `InRelease` or `Release`
/// @param digest of the file's bytes
/// @param entityTag ETag of the server, or empty
/// @param lastModified Last-Modified of the server, as it said it, or empty
/// @param date Date of the Release file
/// @param validUntil Valid-Until of the Release file
/// @param verified whether its signature was checked
/// @param settings what the update was asked to do, so that another request is not taken for done
public record ReleaseMark(
    String path,
    Sha256 digest,
    String entityTag,
    String lastModified,
    Optional<Instant> date,
    Optional<Instant> validUntil,
    boolean verified,
    String settings) {}
