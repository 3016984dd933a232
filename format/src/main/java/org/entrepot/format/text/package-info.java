/// Text of foreign origin that is not always UTF-8.
@NullMarked
package org.entrepot.format.text;

import org.jspecify.annotations.NullMarked;
