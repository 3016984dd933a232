/// Tests.
@NullMarked
package org.entrepot.format.deb822;

import org.jspecify.annotations.NullMarked;
