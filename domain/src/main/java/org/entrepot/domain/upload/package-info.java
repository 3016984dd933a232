/// Who may upload what.
@NullMarked
package org.entrepot.domain.upload;

import org.jspecify.annotations.NullMarked;
