/// Compression is checked by the tools it must agree with.
@NullMarked
package org.entrepot.format.compression;

import org.jspecify.annotations.NullMarked;
