/// Removes what nothing refers to any more.
@NullMarked
package org.entrepot.service.cleanup;

import org.jspecify.annotations.NullMarked;
