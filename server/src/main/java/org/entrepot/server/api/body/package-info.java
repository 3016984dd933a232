/// Reads request bodies of four kinds into records, and writes records as JSON.
@NullMarked
package org.entrepot.server.api.body;

import org.jspecify.annotations.NullMarked;
