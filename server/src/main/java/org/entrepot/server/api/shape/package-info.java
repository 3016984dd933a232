/// What objects look like in JSON (spec rest-api 4): the sets of members are exact. Names of
/// members are those of the components with a capital.
@NullMarked
package org.entrepot.server.api.shape;

import org.jspecify.annotations.NullMarked;
