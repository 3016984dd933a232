/// Architecture names and wildcards (Debian Policy 11.1).
@NullMarked
package org.entrepot.format.architecture;

import org.jspecify.annotations.NullMarked;
