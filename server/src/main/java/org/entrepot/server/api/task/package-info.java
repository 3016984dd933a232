/// Operations as tasks of the API: submitted, waited for, shown, watched.
@NullMarked
package org.entrepot.server.api.task;

import org.jspecify.annotations.NullMarked;
