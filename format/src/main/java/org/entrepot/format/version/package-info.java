/// Package versions and their order (deb-version(7), Debian Policy 5.6.12).
@NullMarked
package org.entrepot.format.version;

import org.jspecify.annotations.NullMarked;
