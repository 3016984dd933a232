/// Tests of domain.snapshot.
@NullMarked
package org.entrepot.domain.snapshot;

import org.jspecify.annotations.NullMarked;
