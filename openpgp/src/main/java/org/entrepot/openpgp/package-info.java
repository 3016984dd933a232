/// Signing and verifying: the only module that sees the OpenPGP library.
///
/// Enter by [org.entrepot.openpgp.key.KeyStore] for keys, [org.entrepot.openpgp.sign.Signer] to
/// sign and [org.entrepot.openpgp.verify.Verifier] to verify. Here is only the exception they
/// share.
@NullMarked
package org.entrepot.openpgp;

import org.jspecify.annotations.NullMarked;
