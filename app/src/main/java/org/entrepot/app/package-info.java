/// The program: reads the configuration, builds everything by `new`, and starts it. Enter at
/// [Main].
@NullMarked
package org.entrepot.app;

import org.jspecify.annotations.NullMarked;
