/// Keyrings with the keys that others sign with.
@NullMarked
package org.entrepot.server.api.gpg;

import org.jspecify.annotations.NullMarked;
