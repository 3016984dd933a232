/// OpenPGP keys: made, read, kept in the store below the root, selected and unlocked.
///
/// Enter by [org.entrepot.openpgp.key.KeyStore] for our own keys, by
/// [org.entrepot.openpgp.key.SecretKeys] for secret keyring files of GnuPG, by
/// [org.entrepot.openpgp.key.Keyring] for trusted public keys.
@NullMarked
package org.entrepot.openpgp.key;

import org.jspecify.annotations.NullMarked;
