/// Relationships between packages, as Depends and its kin declare them (Debian Policy 7.1). Enter
/// at `Relationship`.
@NullMarked
package org.entrepot.format.relationship;

import org.jspecify.annotations.NullMarked;
