/// Tests.
@NullMarked
package org.entrepot.format.packages;

import org.jspecify.annotations.NullMarked;
