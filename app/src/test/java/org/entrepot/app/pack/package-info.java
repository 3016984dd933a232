/// Tests of the layout on disk and of the launcher.
@NullMarked
package org.entrepot.app.pack;

import org.jspecify.annotations.NullMarked;
