/// The upload area: files that wait to be imported.
@NullMarked
package org.entrepot.server.api.upload;

import org.jspecify.annotations.NullMarked;
