/// Segments of an index: the pieces that are rendered, compressed and cached on their own.
///
/// Where a segment begins depends only on its elements ([SegmentBoundaries]), so a small change of
/// an archive changes few segments. Nothing here compresses.
@NullMarked
package org.entrepot.format.index.segment;

import org.jspecify.annotations.NullMarked;
