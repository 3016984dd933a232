/// Tests.
@NullMarked
package org.entrepot.format.architecture;

import org.jspecify.annotations.NullMarked;
