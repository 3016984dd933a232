package org.entrepot.catalog;

import java.util.List;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.catalog.packages.SweptPackages;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.checksum.Sha256;

/// Adds and sweeps packages and package sets. Rows are never updated.
public interface PackageTransaction {
  /// Stores a package and returns its row id; the id of the row that has the same kind, key and
  /// stanza, when there is one.
  ///
  /// @param contents paths; given for a row that had none, they are added to it
  int addPackage(Package value, List<String> contents);

  /// Stores many packages and returns their row ids, in the same order.
  int[] addPackages(List<NewPackage> packages);

  /// Stores a set and returns its digest. What refers to the set must be written in the same
  /// transaction: a sweep removes sets that nothing refers to.
  Sha256 putSet(PackageSet set);

  /// Stores files of an archive and returns their digest. What refers to them must be written in
  /// the same transaction, as with sets.
  Sha256 putArchiveFiles(ArchiveFiles files);

  /// Removes every package that is neither in `keep` nor in any stored set. Call [#sweepSets()]
  /// before.
  SweptPackages sweepPackages(PackageSet keep);

  /// Removes the sets that no repository, mirror, snapshot, publication, generation or intent
  /// refers to, and returns how many; lists of files that nothing refers to go too.
  int sweepSets();
}
