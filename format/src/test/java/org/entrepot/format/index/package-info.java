@NullMarked
package org.entrepot.format.index;

import org.jspecify.annotations.NullMarked;
