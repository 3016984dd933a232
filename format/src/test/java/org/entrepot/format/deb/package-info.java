/// Packages as dpkg-deb reads them, and packages that nobody should.
@NullMarked
package org.entrepot.format.deb;

import org.jspecify.annotations.NullMarked;
