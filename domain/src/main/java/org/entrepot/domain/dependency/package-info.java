/// What packages need of each other (Debian Policy chapter 7): which further packages a choice of
/// packages takes along, and which needs nothing can fulfil. Enter at
/// [org.entrepot.domain.dependency.DependencyFilter].
@NullMarked
package org.entrepot.domain.dependency;

import org.jspecify.annotations.NullMarked;
