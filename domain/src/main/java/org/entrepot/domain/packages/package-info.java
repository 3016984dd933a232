/// Packages as immutable values, and sets of them. Enter at [org.entrepot.domain.packages.Package].
/// Rendering of stanzas for an index lives in `format.index`, not here.
@NullMarked
package org.entrepot.domain.packages;

import org.jspecify.annotations.NullMarked;
