/// Tests.
@NullMarked
package org.entrepot.format;

import org.jspecify.annotations.NullMarked;
