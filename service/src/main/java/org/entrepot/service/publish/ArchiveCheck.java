package org.entrepot.service.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.catalog.error.CatalogException;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.Publication;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.format.index.ReleaseFile;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.operation.Maintenance.Archive;
import org.entrepot.service.task.OperationContext;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.target.PublishTarget;
import org.entrepot.storage.target.TargetFile;

/// Compares published files with what the kept generations of publications need: every pool file,
/// every index under its names, Release and its signatures, and what is there besides. Changes
/// nothing.
///
/// Files of the pool that are published by a link are not read again: the pool's own check reads
/// them.
public final class ArchiveCheck {
  private static final int BLOCK = 2000;
  private static final Pattern BINARY =
      Pattern.compile("(?:^|/)binary-([^/]+)/Packages(?:\\.[a-z0-9]+)?$");
  private static final Pattern SOURCE = Pattern.compile("(?:^|/)source/Sources(?:\\.[a-z0-9]+)?$");

  private final Targets targets;
  private final KeptGenerations kept;
  private final PackagePool pool;

  public ArchiveCheck(Targets targets, KeptGenerations kept, PackagePool pool) {
    this.targets = targets;
    this.kept = kept;
    this.pool = pool;
  }

  /// What is published in an archive, and whether somebody is at work there. When two looks give
  /// equal states that are not busy, nothing has changed between them.
  public record State(List<Publication> publications, boolean busy) {}

  /// The archives that have publications.
  public static List<Archive> archives(View view) {
    return view.publications().stream()
        .map(
            publication -> new Archive(publication.point().storage(), publication.point().prefix()))
        .distinct()
        .toList();
  }

  /// The state of an archive.
  public static State state(View view, Archive archive) {
    boolean busy =
        view.intents().stream()
            .map(intent -> intent.point())
            .anyMatch(point ->
                point.storage().equals(archive.storage())
                    && point.prefix().equals(archive.prefix()));
    return new State(view.publicationsAt(archive.storage(), archive.prefix()), busy);
  }

  /// Checks an archive, and returns how many files it must have.
  ///
  /// @param publications those that it has
  public long examine(
      OperationContext context,
      Archive archive,
      List<Publication> publications,
      CheckDepth depth,
      Consumer<Finding> found)
      throws IOException {
    var check = new Check(context, targets.require(archive.storage()), depth, found);
    Map<Publication, List<Generation>> generations = new HashMap<>();
    for (Publication publication : publications) {
      generations.put(publication, context.read(view -> kept.of(view, publication)));
    }
    for (Publication publication : publications) {
      List<Generation> all = generations.getOrDefault(publication, List.of());
      if (!all.isEmpty()) {
        check.present(publication, all.getLast());
      }
    }
    for (Publication publication : publications) {
      List<Generation> all = generations.getOrDefault(publication, List.of());
      for (Generation older : all.subList(0, Math.max(0, all.size() - 1))) {
        check.older(publication, older);
      }
    }
    check.orphans(archive, publications);
    return check.names.size();
  }

  private final class Check {
    private final OperationContext context;
    private final PublishTarget target;
    private final CheckDepth depth;
    private final Consumer<Finding> found;
    private final PathPrints names = new PathPrints();
    private final PathPrints judged = new PathPrints(); // paths with digests
    private final Map<Sha256, Path> intact = new HashMap<>(); // indices

    Check(
        OperationContext context, PublishTarget target, CheckDepth depth, Consumer<Finding> found) {
      this.context = context;
      this.target = target;
      this.depth = depth;
      this.found = found;
    }

    void present(Publication publication, Generation generation) throws IOException {
      var paths = new ArchivePaths(publication.point());
      poolFiles(publication, generation, true);
      for (IndexFile file : IndexRole.published(generation)) {
        index(publication, paths.inDistribution(file.path()), file.checksums());
      }
      byHash(publication, generation);
      texts(publication, generation)
          .forEach((path, text) -> text(publication, TargetPath.of(path), text));
      consistent(publication, generation);
    }

    /// What only readers of an earlier Release file need. A path that the present generations need
    /// may have got other content since.
    void older(Publication publication, Generation generation) throws IOException {
      poolFiles(publication, generation, false);
      byHash(publication, generation);
    }

    private void byHash(Publication publication, Generation generation) throws IOException {
      boolean told = isByHash(generation);
      if (!told && publication.options().byHash() == ByHash.DISABLED) {
        return;
      }
      var paths = new ArchivePaths(publication.point());
      for (IndexFile file : IndexRole.published(generation)) {
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
          if (algorithm == DigestAlgorithm.SHA256 || IndexRole.isListed(file)) {
            TargetPath path = paths.byHash(file.path(), file.checksums(), algorithm);
            if (told) {
              index(publication, path, file.checksums());
            } else {
              names.add(path.text()); // a Release file that was taken over does not tell of it
            }
          }
        }
      }
    }

    private void poolFiles(Publication publication, Generation generation, boolean present)
        throws IOException {
      List<Architecture> architectures = architectures(generation);
      for (var entry : generation.sets().entrySet()) {
        var placement =
            PoolPlacement.of(publication.point(), generation.poolLayout(), entry.getKey());
        int[] ids = ids(entry.getValue());
        for (int from = 0; from < ids.length; from += BLOCK) {
          context.checkCancelled();
          PackageSet block =
              PackageSet.of(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + BLOCK)));
          List<PoolPaths.Placed> placed =
              context.read(view -> placed(view, placement, block, generation, architectures));
          for (PoolPaths.Placed each : placed) {
            poolFile(publication, each, present);
          }
        }
      }
    }

    /// The members of a set; none of one that is damaged, which the check of the catalog tells.
    private int[] ids(Sha256 set) {
      try {
        return context.read(view -> view.set(set)).toArray();
      } catch (CatalogException _) {
        return new int[0];
      }
    }

    private void poolFile(Publication publication, PoolPaths.Placed placed, boolean present) {
      PackageFile file = placed.file();
      TargetPath path = new ArchivePaths(publication.point()).inPrefix(placed.path());
      boolean isNew = names.add(path.text());
      if (!isNew && !present) {
        return;
      }
      if (judged.add(path.text() + file.checksums().sha256().hex())) {
        PoolFile pooled = PoolFile.of(file.checksums(), file.baseName());
        judge(publication, path, file.checksums(), pool.findLocalPath(pooled.path()));
      }
    }

    private void index(Publication publication, TargetPath path, Checksums expected)
        throws IOException {
      names.add(path.text());
      if (!judged.add(path.text() + expected.sha256().hex())) {
        return;
      }
      Optional<Path> twin = Optional.ofNullable(intact.get(expected.sha256()));
      if (judge(publication, path, expected, twin)) {
        Optional<Path> local = target.findLocalPath(path);
        local.ifPresent(file -> intact.putIfAbsent(expected.sha256(), file));
      }
    }

    /// Whether a file is as it must be; `twin` is one that is judged already, or elsewhere.
    private boolean judge(
        Publication publication, TargetPath path, Checksums expected, Optional<Path> twin) {
      context.advance(1, path.text());
      try {
        Optional<TargetFile> file = target.find(path);
        if (file.isEmpty()) {
          tell(Finding.Kind.PUBLISHED_MISSING, publication, path, "is missing");
          return false;
        }
        if (file.get().sizeBytes() != expected.sizeBytes()) {
          tell(
              Finding.Kind.PUBLISHED_DAMAGED,
              publication,
              path,
              "has %d bytes instead of %d".formatted(file.get().sizeBytes(), expected.sizeBytes()));
          return false;
        }
        if (depth == CheckDepth.WHOLE
            && !isSame(path, twin)
            && !target.digest(path).equals(expected.sha256())) {
          tell(
              Finding.Kind.PUBLISHED_DAMAGED,
              publication,
              path,
              "has other content than it must have");
          return false;
        }
        return true;
      } catch (IOException e) {
        boolean missing =
            e instanceof StorageException known
                && known.reason() == StorageException.Reason.MISSING;
        tell(
            missing ? Finding.Kind.PUBLISHED_MISSING : Finding.Kind.PUBLISHED_DAMAGED,
            publication,
            path,
            missing ? "is missing" : "cannot be read: " + e.getMessage());
        return false;
      }
    }

    private boolean isSame(TargetPath path, Optional<Path> twin) throws IOException {
      Optional<Path> local = target.findLocalPath(path);
      return local.isPresent()
          && twin.isPresent()
          && Files.exists(twin.get())
          && Files.isSameFile(local.get(), twin.get());
    }

    private void text(Publication publication, TargetPath path, String text) {
      names.add(path.text());
      Checksums expected = ChecksumCalculator.of(text.getBytes(StandardCharsets.UTF_8));
      judge(publication, path, expected, Optional.empty());
    }

    /// Whether Release names just the indices of the generation, and InRelease is that Release.
    /// What the owner of an archive has signed may be in other words.
    private void consistent(Publication publication, Generation generation) {
      var paths = new ArchivePaths(publication.point());
      String text = generation.release().release();
      String inRelease = generation.release().inRelease();
      boolean asIs = generation.poolLayout() == PoolLayout.UPSTREAM;
      try {
        byte[] signed =
            inRelease.isEmpty()
                ? new byte[0]
                : ClearSigned.parse(
                        inRelease.getBytes(StandardCharsets.UTF_8), "the catalog's InRelease")
                    .text();
        byte[] fields = text.isEmpty() ? signed : text.getBytes(StandardCharsets.UTF_8);
        ReleaseFile release = ReleaseFile.read(fields, "the catalog's Release");
        for (IndexFile file : generation.files()) {
          Optional<DeclaredChecksums> declared = release.find(file.path());
          boolean wrong =
              declared.isPresent()
                  ? !declared.get().matches(file.checksums())
                  : !asIs && IndexRole.isListed(file);
          if (wrong) {
            tell(
                Finding.Kind.RELEASE_WRONG,
                publication,
                paths.inDistribution("Release"),
                "does not name %s as it is".formatted(file.path()));
          }
        }
        boolean same = new String(signed, StandardCharsets.UTF_8).strip().equals(text.strip());
        if (!asIs && !inRelease.isEmpty() && !same) {
          tell(
              Finding.Kind.RELEASE_WRONG,
              publication,
              paths.inDistribution("InRelease"),
              "signs another text than Release");
        }
      } catch (FormatException e) {
        tell(
            Finding.Kind.RELEASE_WRONG,
            publication,
            paths.inDistribution("Release"),
            "cannot be read: " + e.getMessage());
      }
    }

    void orphans(Archive archive, List<Publication> publications) throws IOException {
      var roots = new TreeSet<TargetPath>();
      for (Publication publication : publications) {
        var paths = new ArchivePaths(publication.point());
        roots.add(paths.pool());
        roots.add(paths.distribution());
      }
      var told = new PathPrints(); // distributions may lie in each other
      for (TargetPath root : roots) {
        context.checkCancelled();
        try (Stream<TargetFile> files = target.list(root)) {
          files
              .map(file -> file.path().text())
              .filter(path -> !names.contains(path) && told.add(path))
              .forEach(path ->
                  found.accept(
                      new Finding(
                          Finding.Kind.PUBLISHED_ORPHAN,
                          Optional.empty(),
                          (archive.storage().value().isEmpty() ? "" : archive.storage() + ":")
                              + path,
                          "is needed by no publication")));
        }
      }
    }

    private void tell(Finding.Kind kind, Publication publication, TargetPath path, String detail) {
      found.accept(new Finding(kind, Optional.of(publication.point()), path.text(), detail));
    }
  }

  /// Whether readers of a generation were told to fetch indices by hash.
  static boolean isByHash(Generation generation) {
    String text = generation.release().release();
    String fields = text.isEmpty() ? generation.release().inRelease() : text;
    return fields.lines().anyMatch("Acquire-By-Hash: yes"::equals);
  }

  /// Release, Release.gpg and InRelease of a publication by their paths, in the order in which they
  /// are published.
  static Map<String, String> texts(Publication publication, Generation present) {
    var paths = new ArchivePaths(publication.point());
    var texts = new TreeMap<String, String>(Comparator.reverseOrder());
    texts.put(paths.inDistribution("Release").text(), present.release().release());
    texts.put(paths.inDistribution("Release.gpg").text(), present.release().signature());
    texts.put(paths.inDistribution("InRelease").text(), present.release().inRelease());
    texts.values().removeIf(String::isEmpty);
    return texts;
  }

  /// The architectures that a generation has indices for.
  static List<Architecture> architectures(Generation generation) {
    var architectures = new ArrayList<Architecture>();
    for (IndexFile file : generation.files()) {
      var binary = BINARY.matcher(file.path());
      if (binary.find()) {
        architectures.add(new Architecture(binary.group(1)));
      } else if (SOURCE.matcher(file.path()).find()) {
        architectures.add(Architecture.SOURCE);
      }
    }
    return architectures.stream().distinct().toList();
  }

  /// Where the files of these packages lie.
  private static List<PoolPaths.Placed> placed(
      View view,
      PoolPlacement placement,
      PackageSet packages,
      Generation generation,
      List<Architecture> architectures) {
    List<PackageRow> rows =
        view.rows(packages).stream()
            .filter(row ->
                generation.poolLayout() == PoolLayout.UPSTREAM
                    || architectures.stream().anyMatch(row.architecture()::suits))
            .toList();
    PoolPaths paths = PoolPaths.of(view, placement, rows);
    return rows.stream().flatMap(row -> paths.of(row).stream()).toList();
  }
}
