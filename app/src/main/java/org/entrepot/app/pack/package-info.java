/// How the program is laid out on disk and made to start quickly; run by the build only.
@NullMarked
package org.entrepot.app.pack;

import org.jspecify.annotations.NullMarked;
