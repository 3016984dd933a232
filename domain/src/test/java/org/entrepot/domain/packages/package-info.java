/// Tests of domain.packages.
@NullMarked
package org.entrepot.domain.packages;

import org.jspecify.annotations.NullMarked;
