/// Tests.
@NullMarked
package org.entrepot.format.text;

import org.jspecify.annotations.NullMarked;
