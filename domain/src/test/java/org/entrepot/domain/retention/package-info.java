@NullMarked
package org.entrepot.domain.retention;

import org.jspecify.annotations.NullMarked;
