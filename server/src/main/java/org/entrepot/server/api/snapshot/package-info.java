/// Routes of snapshots.
@NullMarked
package org.entrepot.server.api.snapshot;

import org.jspecify.annotations.NullMarked;
