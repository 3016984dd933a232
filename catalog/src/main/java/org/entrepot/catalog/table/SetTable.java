package org.entrepot.catalog.table;

import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.checksum.Sha256;

/// Package sets under their digests.
public final class SetTable {
  private final Session session;

  /// Works in a transaction.
  public SetTable(Session session) {
    this.session = session;
  }

  /// Stores a set.
  public Sha256 put(PackageSet set) {
    var digest = set.digest();
    if (!isStored(digest)) {
      session
          .call(
              "insert a package set",
              "insert into package_set (digest, member_count, members) values (?, ?, ?)")
          .bytes(digest.bytes())
          .number(set.size())
          .bytes(set.serialize())
          .run();
    }
    return digest;
  }

  private boolean isStored(Sha256 digest) {
    return session
        .call("find a package set", "select 1 from package_set where digest = ?")
        .bytes(digest.bytes())
        .exists();
  }

  /// Returns a stored set.
  public PackageSet require(Sha256 digest) {
    return session
        .call("read a package set", "select members from package_set where digest = ?")
        .bytes(digest.bytes())
        .first(SetTable::set)
        .orElseThrow(() -> ConflictException.missing("package set " + digest.hex()));
  }

  /// Refuses a reference to a set that is not stored.
  void requireStored(Sha256 digest) {
    if (!isStored(digest)) {
      throw ConflictException.missing("package set " + digest.hex());
    }
  }

  private static PackageSet set(Row row) {
    try {
      return PackageSet.parse(row.bytes());
    } catch (IllegalArgumentException e) {
      throw CatalogFailure.corrupt("the catalog holds a broken package set: " + e.getMessage());
    }
  }

  /// Returns the union of all stored sets.
  PackageSet members() {
    return session
        .call("read all package sets", "select members from package_set")
        .list(SetTable::set)
        .stream()
        .reduce(PackageSet.empty(), PackageSet::union);
  }

  /// Removes sets that nothing refers to, and returns how many.
  public int sweep() {
    return session
        .call(
            "sweep package sets",
            """
            delete from package_set where digest not in (
              select packages from repository
              union select packages from mirror
              union select packages from snapshot
              union select packages from publication_source
              union select packages from generation_set
              union select packages from publish_intent_set)\
            """)
        .run();
  }
}
