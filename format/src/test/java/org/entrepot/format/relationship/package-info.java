/// Tests.
@NullMarked
package org.entrepot.format.relationship;

import org.jspecify.annotations.NullMarked;
