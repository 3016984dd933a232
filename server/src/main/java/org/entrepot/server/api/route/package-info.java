/// What a route is: method, pattern, scope, parameters, body, answer. Nothing here knows what the
/// routes do.
@NullMarked
package org.entrepot.server.api.route;

import org.jspecify.annotations.NullMarked;
