/// Routes that list and show packages.
@NullMarked
package org.entrepot.server.api.packages;

import org.jspecify.annotations.NullMarked;
