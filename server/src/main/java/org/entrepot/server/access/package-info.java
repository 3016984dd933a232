/// Who may call what over HTTP. Enter at [AccessGate]. It knows headers and addresses, but neither
/// routes nor the server.
@NullMarked
package org.entrepot.server.access;

import org.jspecify.annotations.NullMarked;
