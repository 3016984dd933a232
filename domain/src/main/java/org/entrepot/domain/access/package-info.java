/// Who may do what: tokens, what they allow, and who is behind a change. Enter at [AccessToken] and
/// [Actor]. HTTP and storage stay out.
@NullMarked
package org.entrepot.domain.access;

import org.jspecify.annotations.NullMarked;
