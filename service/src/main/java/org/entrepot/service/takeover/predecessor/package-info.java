/// What another manager of archives has, in words of ours: begin with
/// [org.entrepot.service.takeover.predecessor.Predecessor].
@NullMarked
package org.entrepot.service.takeover.predecessor;

import org.jspecify.annotations.NullMarked;
