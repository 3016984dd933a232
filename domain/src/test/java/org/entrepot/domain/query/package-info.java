/// Tests of domain.query.
@NullMarked
package org.entrepot.domain.query;

import org.jspecify.annotations.NullMarked;
