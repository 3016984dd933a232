/// Schedules: adding and dropping them, and carrying out what is due. Begin with
/// [org.entrepot.service.schedule.ScheduleRunner].
@NullMarked
package org.entrepot.service.schedule;

import org.jspecify.annotations.NullMarked;
