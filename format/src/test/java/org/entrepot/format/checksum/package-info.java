/// Tests.
@NullMarked
package org.entrepot.format.checksum;

import org.jspecify.annotations.NullMarked;
