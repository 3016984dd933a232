/// Mirrors of archives that somebody else publishes: where they are, what of them is wanted, who is
/// trusted, and what the last update found. Enter by [org.entrepot.domain.mirror.Mirror].
@NullMarked
package org.entrepot.domain.mirror;

import org.jspecify.annotations.NullMarked;
