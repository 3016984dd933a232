/// Writes an index in several compressions at once: segments are compressed in parallel or taken
/// from a cache, joined, and hashed while they are written.
///
/// Enter by [SegmentedCompressor]. Every result is one ordinary file for gzip, xz, zstd, bzip2 and
/// apt.
@NullMarked
package org.entrepot.format.index.compress;

import org.jspecify.annotations.NullMarked;
