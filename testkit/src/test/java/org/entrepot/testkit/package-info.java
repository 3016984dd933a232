/// The builders are checked by Debian's own tools.
@NullMarked
package org.entrepot.testkit;

import org.jspecify.annotations.NullMarked;
