package org.entrepot.service.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.entrepot.catalog.publication.FileStep;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.catalog.publication.ReleaseText;
import org.entrepot.domain.publication.Publication;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.format.checksum.Sha256;

/// The steps that make a committed generation visible, as the intent stores them: pool files that
/// are replaced, then plain indices copied from their by-hash names, and after the new Release the
/// names that only the previous generation had.
final class RedoSteps {
  private RedoSteps() {}

  static List<FileStep> of(
      Publication after,
      Generation next,
      Optional<Generation> present,
      List<PoolLinks.Link> replacements) {
    var paths = new ArchivePaths(after.point());
    var steps = new ArrayList<FileStep>();
    for (PoolLinks.Link link : replacements) {
      steps.add(
          new FileStep(
              FileStep.Kind.PUT,
              paths.inPrefix(link.path()).text(),
              link.file().checksums().sha256().hex()));
    }
    Map<String, Sha256> before = new HashMap<>();
    present.ifPresent(generation ->
        IndexRole.published(generation).forEach(file -> before.put(file.path(), file.sha256())));
    Set<String> staying = new HashSet<>();
    for (IndexFile file : IndexRole.published(next)) {
      staying.add(file.path());
      if (!file.sha256().equals(before.get(file.path()))) {
        steps.add(
            new FileStep(
                FileStep.Kind.COPY,
                paths.inDistribution(file.path()).text(),
                paths.byHash(file.path(), file.checksums(), DigestAlgorithm.SHA256).text()));
      }
    }
    var leaving = new TreeSet<>(before.keySet());
    present.ifPresent(generation -> leaving.addAll(releaseNames(generation.release())));
    leaving.removeAll(staying);
    leaving.removeAll(releaseNames(next.release()));
    for (String path : leaving) {
      steps.add(new FileStep(FileStep.Kind.DELETE, paths.inDistribution(path).text(), ""));
    }
    return steps;
  }

  /// The names under which the texts of a release are published.
  static Set<String> releaseNames(ReleaseText release) {
    var names = new HashSet<String>();
    if (!release.release().isEmpty()) {
      names.add("Release");
    }
    if (!release.inRelease().isEmpty()) {
      names.add("InRelease");
    }
    if (!release.signature().isEmpty()) {
      names.add("Release.gpg");
    }
    return names;
  }
}
