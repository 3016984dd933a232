/// The use cases: everything that changes the store or answers a question about it, for the command
/// line, HTTP and the web page alike. Enter at [Entrepot]. Text for people, HTTP and JSON shapes
/// stay out.
@NullMarked
package org.entrepot.service;

import org.jspecify.annotations.NullMarked;
