/// The outer forms of RFC 4880 and RFC 9580: ASCII armor, packet framing, clear-signed text, and
/// GnuPG's keybox files. No cryptography, no OpenPGP library.
@NullMarked
package org.entrepot.openpgp.packet;

import org.jspecify.annotations.NullMarked;
