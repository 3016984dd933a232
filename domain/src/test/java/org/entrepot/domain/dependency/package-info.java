/// Tests of domain.dependency.
@NullMarked
package org.entrepot.domain.dependency;

import org.jspecify.annotations.NullMarked;
