/// The framing of clear-signed text, without any cryptography (RFC 9580 section 7).
///
/// Enter by [ClearSigned], or by [SignedStanza] for control files that may be signed. Keys and
/// verification live in the module `openpgp`.
@NullMarked
package org.entrepot.format.clearsign;

import org.jspecify.annotations.NullMarked;
