/// Verification of clear-signed and detached signatures against trusted keys.
///
/// Enter by [org.entrepot.openpgp.verify.Verifier]. Which digests and keys are too weak, and how
/// many signatures of a file must be good, is decided only here.
@NullMarked
package org.entrepot.openpgp.verify;

import org.jspecify.annotations.NullMarked;
