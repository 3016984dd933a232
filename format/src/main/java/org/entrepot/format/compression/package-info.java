/// The compressions of packages and indices, with bounded memory.
///
/// Enter by [Compression]. What is compressed (an archive, an index) stays out of here.
@NullMarked
package org.entrepot.format.compression;

import org.jspecify.annotations.NullMarked;
