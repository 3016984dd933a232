package org.entrepot.service.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.publish.BuiltIndices.OfPool;
import org.entrepot.service.publish.IndexRole.Standing;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolPath;

/// Publishes images of the Debian installer with their sums (spec domain 8.2). The sums are those
/// of the archive that the images come from, as long as they are about the same images; they are
/// signed as the Release file is, and without a key of ours the archive's signature stays. For one
/// thread.
final class InstallerImages {
  private static final String SUMS = "SHA256SUMS";

  private final PackagePool pool;
  private final GenerationFiles files;
  private final Optional<UnaryOperator<String>> signer;

  InstallerImages(PackagePool pool, GenerationFiles files, Optional<UnaryOperator<String>> signer) {
    this.pool = pool;
    this.files = files;
    this.signer = signer;
  }

  /// The directory of the images, below the distribution.
  private static String directory(
      ComponentName component, Architecture architecture, Distribution distribution) {
    return "%s/installer-%s/current/%s/"
        .formatted(
            component,
            architecture,
            distribution.value().equals("focal") ? "legacy-images" : "images");
  }

  void write(
      ComponentName component,
      Architecture architecture,
      Distribution distribution,
      List<PackageRow> rows,
      ArchiveFiles along)
      throws IOException {
    for (PackageRow row : rows) {
      if (row.kind() == PackageKind.INSTALLER && row.architecture().equals(architecture)) {
        write(directory(component, architecture, distribution), row, along);
      }
    }
  }

  private void write(String directory, PackageRow row, ArchiveFiles along) throws IOException {
    for (PackageFile image : row.files()) {
      String name = image.name().startsWith("./") ? image.name().substring(2) : image.name();
      var role = new IndexRole("installer", image.checksums().sha256(), Standing.UNLISTED);
      if (!files.reuseOnly(directory + name, role)) {
        files.add(
            new IndexFile(directory + name, image.checksums(), role.toString()),
            new OfPool(image.checksums(), image.baseName()));
      }
    }
    Optional<MirrorFile> theirs = theirSums(directory, row, along);
    byte[] sums =
        theirs.isPresent() ? read(theirs.get()) : sums(row).getBytes(StandardCharsets.UTF_8);
    files.small(directory + SUMS, "installer-sums", Standing.INDEX, sums);
    if (signer.isPresent()) {
      sign(directory, sums, signer.get());
    } else if (theirs.isPresent()) {
      Optional<MirrorFile> signature = along.find(theirs.get().path() + ".gpg");
      if (signature.isPresent()) {
        files.small(
            directory + SUMS + ".gpg", "sums-signature", Standing.UNLISTED, read(signature.get()));
      }
    }
  }

  private void sign(String directory, byte[] sums, UnaryOperator<String> key) throws IOException {
    String text = new String(sums, StandardCharsets.UTF_8);
    byte[] signature = key.apply(text).getBytes(StandardCharsets.UTF_8);
    files.small(directory + SUMS + ".gpg", "sums-signature", Standing.UNLISTED, signature);
  }

  private static String sums(PackageRow row) {
    return row.files().stream()
        .map(file -> file.checksums().sha256().hex() + "  " + file.name())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /// The sums of the archive, if they are about just these images.
  private Optional<MirrorFile> theirSums(String directory, PackageRow row, ArchiveFiles along)
      throws IOException {
    Optional<MirrorFile> found = along.find(directory + SUMS);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Set<String> listed = new TreeSet<>();
    new String(read(found.get()), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.strip().split("\\s+\\*?", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> listed.add(words[0] + " " + words[1]));
    Set<String> ours = new TreeSet<>();
    row.files().forEach(file -> ours.add(file.checksums().sha256().hex() + " " + file.name()));
    return listed.equals(ours) ? found : Optional.empty();
  }

  private byte[] read(MirrorFile file) throws IOException {
    try (InputStream in = pool.open(PoolPath.of(file.checksums().sha256(), file.fileName()))) {
      return in.readAllBytes();
    }
  }
}
