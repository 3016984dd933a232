/// What tasks read and change, and which of them may run at the same time.
@NullMarked
package org.entrepot.domain.task;

import org.jspecify.annotations.NullMarked;
