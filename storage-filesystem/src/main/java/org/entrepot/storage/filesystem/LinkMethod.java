package org.entrepot.storage.filesystem;

/// How package files get from the pool into a publish directory (`linkMethod` of an endpoint).
public enum LinkMethod {
  /// One more name for the inode of the pool's file; across file systems as [#COPY].
  HARDLINK,

  /// A symbolic link with the absolute path of the pool's file.
  SYMLINK,

  /// A copy, whose content is checked on the way.
  COPY,

  /// A copy that shares blocks until one is written (btrfs, XFS); elsewhere as [#COPY].
  REFLINK
}
