/// Tests of domain.task.
@NullMarked
package org.entrepot.domain.task;

import org.jspecify.annotations.NullMarked;
