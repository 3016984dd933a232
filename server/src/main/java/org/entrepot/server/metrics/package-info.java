/// What a monitoring system reads.
@NullMarked
package org.entrepot.server.metrics;

import org.jspecify.annotations.NullMarked;
