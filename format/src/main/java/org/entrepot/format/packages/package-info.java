/// The identity of a package: its key and the hash of its files.
@NullMarked
package org.entrepot.format.packages;

import org.jspecify.annotations.NullMarked;
