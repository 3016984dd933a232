/// Routes of mirrors.
@NullMarked
package org.entrepot.server.api.mirror;

import org.jspecify.annotations.NullMarked;
