/// Removes what policies do not keep.
@NullMarked
package org.entrepot.service.retention;

import org.jspecify.annotations.NullMarked;
