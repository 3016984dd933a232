/// Tests of domain.schedule.
@NullMarked
package org.entrepot.domain.schedule;

import org.jspecify.annotations.NullMarked;
