/// Routes of schedules.
@NullMarked
package org.entrepot.server.api.schedule;

import org.jspecify.annotations.NullMarked;
