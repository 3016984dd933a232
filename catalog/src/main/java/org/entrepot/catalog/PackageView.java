package org.entrepot.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.entrepot.catalog.packages.ContentsVisitor;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKeys;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.packages.PackageKey;

/// Reads packages and package sets.
///
/// Rows never change, so what is read by id may be kept for ever. Ids that are not stored are left
/// out of lists and streams.
public interface PackageView extends StoredKeys {
  /// Returns the package of a row.
  Optional<StoredPackage> findPackage(int id);

  /// Returns the packages of a set, in the order of ids. For large sets take
  /// [#forEachPackage(PackageSet, Consumer)].
  List<StoredPackage> packages(PackageSet ids);

  /// Hands over one package after the other, in the order of ids, holding few in memory.
  default void forEachPackage(PackageSet ids, Consumer<StoredPackage> action) {
    forEachPackage(ids, _ -> true, action);
  }

  /// Hands over those packages, in the order of ids, for which a test holds.
  ///
  /// @param wanted may be asked in another thread, and must not ask this view anything
  void forEachPackage(
      PackageSet ids, Predicate<StoredPackage> wanted, Consumer<StoredPackage> action);

  /// Hands over what resolving dependencies needs of each package, in the order of ids.
  void forEachRelations(PackageSet ids, Consumer<PackageRelations> action);

  /// Returns the architectures that the packages of a set have, `all` and `source` among them.
  Set<Architecture> architectures(PackageSet set);

  /// Returns light rows in the order of indices: name, version descending, architecture, id.
  List<PackageRow> rows(PackageSet ids);

  /// Returns every row that has this key; they differ in their stanzas only.
  List<StoredPackage> findPackagesByKey(PackageKey key);

  /// Returns the packages that have the name or provide it.
  PackageSet packageIdsByName(String name);

  /// Returns the packages that have one of these file names (base names).
  PackageSet packagesWithFileName(Collection<String> names);

  /// Returns the packages that have a file with this content.
  PackageSet packagesWithFile(Sha256 content);

  /// Hands over every file of every package of a set, in the order of ids.
  void forEachFile(PackageSet ids, Consumer<PackageFile> action);

  /// Returns every package.
  PackageSet allPackages();

  /// Returns the paths in a package; empty when there are none, or they are not known.
  List<String> contents(int id);

  /// Hands over the paths of every package of a set whose paths are known, in the order of ids.
  void forEachContents(PackageSet ids, ContentsVisitor visitor);

  /// Returns those of a set whose paths are known.
  PackageSet withContents(PackageSet ids);

  /// Returns a stored set.
  ///
  /// @throws org.entrepot.catalog.error.ConflictException when there is none with this digest
  PackageSet set(Sha256 digest);

  /// Returns stored files of an archive; the empty list is always stored.
  ArchiveFiles archiveFiles(Sha256 digest);
}
