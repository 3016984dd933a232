/// The outer forms of RFC 4880 and RFC 9580: ASCII armor, packet framing, and GnuPG's keybox files.
/// Clear-signed text is in `format.clearsign`. No cryptography, no OpenPGP library.
@NullMarked
package org.entrepot.openpgp.packet;

import org.jspecify.annotations.NullMarked;
