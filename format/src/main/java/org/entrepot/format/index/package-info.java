/// Texts of the files below `dists/`: Packages, Sources, Contents and Release.
///
/// Enter by [PackagesIndex], [SourcesIndex], [ContentsIndex] and [ReleaseFile]. How the texts are
/// cut into segments is in `segment`, how they are compressed and hashed in `compress`.
@NullMarked
package org.entrepot.format.index;

import org.jspecify.annotations.NullMarked;
