/// Signers: with our own keys, with the user's gpg, with any command.
///
/// Enter by [org.entrepot.openpgp.sign.Signer]. What a key is belongs to
/// [org.entrepot.openpgp.key].
@NullMarked
package org.entrepot.openpgp.sign;

import org.jspecify.annotations.NullMarked;
