/// The package pool and publish targets in local directories.
///
/// Enter at [org.entrepot.storage.filesystem.FilesystemPool] and
/// [org.entrepot.storage.filesystem.FilesystemTarget]. Every change of the disk goes through
/// `Disk`, so that tests can make each one fail; what Java has no call for is in `LinuxCalls`.
@NullMarked
package org.entrepot.storage.filesystem;

import org.jspecify.annotations.NullMarked;
