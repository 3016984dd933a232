/// Schedules: what is done again and again, when, and how it went. When the next time is follows
/// from instants that the caller gives; nothing here reads a clock.
@NullMarked
package org.entrepot.domain.schedule;

import org.jspecify.annotations.NullMarked;
