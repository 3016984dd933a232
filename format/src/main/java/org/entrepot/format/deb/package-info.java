/// Binary packages, read as a stream (deb(5)): ar, then two compressed tar archives.
///
/// Enter by [DebFile]. Nothing is ever unpacked onto a disk here, and no file body is kept in
/// memory except the control file.
@NullMarked
package org.entrepot.format.deb;

import org.jspecify.annotations.NullMarked;
