package org.entrepot.domain.publication;

import java.util.UUID;
import org.entrepot.format.checksum.Sha256;

/// What one component publishes. Immutable.
///
/// @param sourceId the snapshot or local repository
/// @param packages digest of the package set as it was when last published: a repository may have
///   changed since
public record PublishedSource(UUID sourceId, Sha256 packages) {}
