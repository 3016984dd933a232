@NullMarked
package org.entrepot.format.index.segment;

import org.jspecify.annotations.NullMarked;
