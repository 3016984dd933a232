/// Tests of the whole: the architecture and the launcher.
@NullMarked
package org.entrepot.app;

import org.jspecify.annotations.NullMarked;
