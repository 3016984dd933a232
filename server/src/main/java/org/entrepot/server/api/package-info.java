/// The REST API: one table of routes, served over HTTP. Enter at [ApiServer]; the routes are listed
/// in [ApiRoutes].
@NullMarked
package org.entrepot.server.api;

import org.jspecify.annotations.NullMarked;
