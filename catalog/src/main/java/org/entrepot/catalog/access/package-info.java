/// What the audit log tells, and how it is asked.
@NullMarked
package org.entrepot.catalog.access;

import org.jspecify.annotations.NullMarked;
