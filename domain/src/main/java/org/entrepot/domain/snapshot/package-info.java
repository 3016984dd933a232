/// Snapshots: named, immutable sets of packages, how they came about, and how two of them differ.
@NullMarked
package org.entrepot.domain.snapshot;

import org.jspecify.annotations.NullMarked;
