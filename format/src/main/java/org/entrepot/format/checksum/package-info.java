/// Digests and sizes of files: what was declared, what was found, and how they differ.
@NullMarked
package org.entrepot.format.checksum;

import org.jspecify.annotations.NullMarked;
