package org.entrepot.catalog.table;

import java.util.Optional;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.format.checksum.Sha256;

/// Files of archives that go along with packages, as lists under their digests. The empty list has
/// no row: who refers to it has null.
public final class ArchiveFileTable {
  private static final Sha256 NONE = ArchiveFiles.NONE.digest();

  private final Session session;

  /// Works in a transaction.
  public ArchiveFileTable(Session session) {
    this.session = session;
  }

  /// What a column refers to.
  static Sha256 digest(Optional<byte[]> column) {
    return column.map(Sha256::of).orElse(NONE);
  }

  /// What a column says to refer to a list.
  static Optional<byte[]> reference(Sha256 digest) {
    return digest.equals(NONE) ? Optional.empty() : Optional.of(digest.bytes());
  }

  /// Stores a list.
  public Sha256 put(ArchiveFiles files) {
    var digest = files.digest();
    if (!isStored(digest)) {
      session
          .call(
              "insert files of an archive",
              "insert into archive_files (digest, files) values (?, ?)")
          .bytes(digest.bytes())
          .bytes(FileListCodec.archiveFiles(files.files()))
          .run();
    }
    return digest;
  }

  private boolean isStored(Sha256 digest) {
    return digest.equals(NONE)
        || session
            .call("find files of an archive", "select 1 from archive_files where digest = ?")
            .bytes(digest.bytes())
            .exists();
  }

  /// Returns a stored list.
  public ArchiveFiles require(Sha256 digest) {
    if (digest.equals(NONE)) {
      return ArchiveFiles.NONE;
    }
    return session
        .call("read files of an archive", "select files from archive_files where digest = ?")
        .bytes(digest.bytes())
        .first(row -> new ArchiveFiles(FileListCodec.archiveFiles(row.bytes())))
        .orElseThrow(() -> ConflictException.missing("list of files " + digest.hex()));
  }

  /// Refuses a reference to a list that is not stored.
  void requireStored(Sha256 digest) {
    if (!isStored(digest)) {
      throw ConflictException.missing("list of files " + digest.hex());
    }
  }

  /// Removes lists that nothing refers to.
  public void sweep() {
    session
        .call(
            "sweep files of archives",
            """
            delete from archive_files where digest not in (
              select files from mirror where files is not null
              union select files from snapshot where files is not null)\
            """)
        .run();
  }
}
