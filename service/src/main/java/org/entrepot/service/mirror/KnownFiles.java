package org.entrepot.service.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.mirror.Candidate.WantedFile;
import org.entrepot.service.operation.MirrorOperation.Present;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolPath;

/// Finds files that need not be fetched: those of packages that are stored, and files of the pool
/// that no package names yet. For one thread.
final class KnownFiles {
  private final PackagePool pool;
  private final Present present;
  private final Map<Sha256, PackageFile> ofMirror = new HashMap<>();
  private final Map<String, PackageFile> ofMirrorByName = new HashMap<>();
  private boolean othersAreStored;

  KnownFiles(PackagePool pool, Present present) {
    this.pool = pool;
    this.present = present;
  }

  /// Reads which files the mirror has: most will be wanted again.
  void load(View view, PackageSet mirrored) {
    view.forEachFile(
        mirrored,
        file -> {
          ofMirror.put(file.checksums().sha256(), file);
          ofMirrorByName.put(file.name(), file);
        });
    othersAreStored = !view.allPackages().minus(mirrored).isEmpty();
  }

  /// Size and digests of the file, when the pool has it.
  Optional<Checksums> find(View view, WantedFile wanted) throws IOException {
    Optional<PackageFile> mirrored =
        wanted
            .declared()
            .sha256()
            .flatMap(it -> Optional.ofNullable(ofMirror.get(it)))
            .or(() -> Optional.ofNullable(ofMirrorByName.get(wanted.name())))
            .filter(it -> fits(wanted, it));
    if (mirrored.isPresent()) {
      Checksums sums = mirrored.get().checksums();
      return present == Present.BELIEVE || isInPool(wanted, sums)
          ? Optional.of(sums)
          : Optional.empty();
    }
    if (othersAreStored) {
      Optional<Checksums> stored = ofOthers(view, wanted).filter(it -> isInPool(wanted, it));
      if (stored.isPresent()) {
        return stored;
      }
    }
    return unnamed(wanted);
  }

  private static boolean fits(WantedFile wanted, PackageFile file) {
    boolean proven =
        wanted.declared().sha256().isPresent()
            || wanted.declared().sha512().isPresent()
            || wanted.declared().sha1().isPresent()
            || wanted.declared().md5().isPresent();
    return proven
        && wanted.name().equals(file.name())
        && wanted.declared().matches(file.checksums());
  }

  private static Optional<Checksums> ofOthers(View view, WantedFile wanted) {
    PackageSet ids =
        wanted
            .declared()
            .sha256()
            .map(view::packagesWithFile)
            .orElseGet(() -> view.packagesWithFileName(List.of(wanted.name())));
    return view.packages(ids).stream()
        .map(StoredPackage::value)
        .flatMap(it -> it.files().stream())
        .filter(it -> fits(wanted, it))
        .map(PackageFile::checksums)
        .findFirst();
  }

  /// A file that came with an update that did not end.
  private Optional<Checksums> unnamed(WantedFile wanted) throws IOException {
    Optional<Sha256> digest = wanted.declared().sha256();
    if (digest.isEmpty() || wanted.declared().sizeBytes().isEmpty()) {
      return Optional.empty();
    }
    PoolPath path = PoolPath.of(digest.get(), baseName(wanted));
    if (!pool.contains(path, wanted.declared().sizeBytes().getAsLong())) {
      return Optional.empty();
    }
    try (InputStream in = pool.open(path)) {
      return Optional.of(ChecksumCalculator.of(in)).filter(wanted.declared()::matches);
    }
  }

  private boolean isInPool(WantedFile wanted, Checksums sums) {
    try {
      return pool.contains(PoolPath.of(sums.sha256(), baseName(wanted)), sums.sizeBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String baseName(WantedFile wanted) {
    return wanted.name().substring(wanted.name().lastIndexOf('/') + 1);
  }
}
