@NullMarked
package org.entrepot.transport;

import org.jspecify.annotations.NullMarked;
