/// The description of the API, made from the table of routes: for programs and for people.
@NullMarked
package org.entrepot.server.api.docs;

import org.jspecify.annotations.NullMarked;
