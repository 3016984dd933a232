/// Routes that tell how the server is.
@NullMarked
package org.entrepot.server.api.status;

import org.jspecify.annotations.NullMarked;
