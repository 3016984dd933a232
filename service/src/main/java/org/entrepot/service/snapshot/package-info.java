/// Changes of snapshots, one class each.
@NullMarked
package org.entrepot.service.snapshot;

import org.jspecify.annotations.NullMarked;
