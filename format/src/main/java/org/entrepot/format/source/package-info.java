/// Source packages: the .dsc file and the files it lists (dsc(5)).
///
/// Enter by [DscFile]; [DeclaredFiles] reads the lists of any control file. Unpacking sources is no
/// concern of this project.
@NullMarked
package org.entrepot.format.source;

import org.jspecify.annotations.NullMarked;
