@NullMarked
package org.entrepot.format.index.compress;

import org.jspecify.annotations.NullMarked;
