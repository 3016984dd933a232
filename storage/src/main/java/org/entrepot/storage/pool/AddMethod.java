package org.entrepot.storage.pool;

/// How the bytes of a local file come into the pool. The content is hashed in each case.
public enum AddMethod {
  /// Read once, written once. The source may change or vanish afterwards.
  COPY,

  /// Shares blocks with the source, copy on write (btrfs, XFS); where the file system cannot, as
  /// [#COPY].
  REFLINK,

  /// Shares the inode with the source, so **whoever writes to the source later damages the pool**,
  /// and its owner and mode stay; across file systems as [#COPY].
  HARDLINK
}
