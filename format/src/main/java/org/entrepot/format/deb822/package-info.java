/// Control data (deb822(5), Debian Policy 5.1): stanzas of fields, kept byte for byte. Enter at
/// `StanzaReader` for streams and at `Stanza` for one stanza.
@NullMarked
package org.entrepot.format.deb822;

import org.jspecify.annotations.NullMarked;
