/// Tests.
@NullMarked
package org.entrepot.format.version;

import org.jspecify.annotations.NullMarked;
