/// Routes that remove what policies do not keep.
@NullMarked
package org.entrepot.server.api.retention;

import org.jspecify.annotations.NullMarked;
