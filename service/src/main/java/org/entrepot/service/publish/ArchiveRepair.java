package org.entrepot.service.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.Publication;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.operation.OperationResult.Repaired.Attempt;
import org.entrepot.service.task.OperationContext;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolCondition;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.target.ClashPolicy;
import org.entrepot.storage.target.LinkResult;
import org.entrepot.storage.target.PublishTarget;

/// Puts published files back as the kept generations need them: files of the pool by a new link,
/// indices from another copy of the same content, from a compressed form, or rendered again; texts
/// from the catalog, InRelease last. Whatever is put has the recorded digest, so no Release file
/// needs a new signature. Every step may be repeated.
public final class ArchiveRepair {
  private final Targets targets;
  private final KeptGenerations kept;
  private final PackagePool pool;
  private final IndexWriter indices;
  private final WorkDirectories work;

  public ArchiveRepair(
      Targets targets,
      KeptGenerations kept,
      PackagePool pool,
      IndexWriter indices,
      WorkDirectories work) {
    this.targets = targets;
    this.kept = kept;
    this.pool = pool;
    this.indices = indices;
    this.work = work;
  }

  /// Where a file of the pool is published: local paths, whatever their content is.
  public List<Path> copies(OperationContext context, PoolFile wanted) throws IOException {
    record Place(PublicationPoint point, TargetPath path) {}
    Sha256 content = wanted.checksums().sha256();
    List<Place> places =
        context.read(view -> {
          PackageSet holders = view.packagesWithFile(content);
          var found = new ArrayList<Place>();
          for (Publication publication : view.publications()) {
            for (Generation generation : kept.of(view, publication)) {
              paths(view, publication, generation, holders, content)
                  .forEach(path -> found.add(new Place(publication.point(), path)));
            }
          }
          return found;
        });
    var local = new ArrayList<Path>();
    for (Place place : places) {
      targets.require(place.point().storage()).findLocalPath(place.path()).ifPresent(local::add);
    }
    return local.stream().distinct().toList();
  }

  private static List<TargetPath> paths(
      View view,
      Publication publication,
      Generation generation,
      PackageSet holders,
      Sha256 content) {
    var paths = new ArchivePaths(publication.point());
    var found = new ArrayList<TargetPath>();
    generation
        .sets()
        .forEach((component, set) -> {
          var placement = PoolPlacement.of(publication.point(), generation.poolLayout(), component);
          List<PackageRow> rows = view.rows(view.set(set).intersect(holders));
          PoolPaths places = PoolPaths.of(view, placement, rows);
          for (PackageRow row : rows) {
            for (PoolPaths.Placed placed : places.of(row)) {
              if (placed.file().checksums().sha256().equals(content)) {
                found.add(paths.inPrefix(placed.path()));
              }
            }
          }
        });
    return found;
  }

  /// Mends findings of one publication; the caller holds its claims.
  public List<Attempt> repair(
      OperationContext context, PublicationPoint point, List<Finding> findings) throws IOException {
    Optional<Publication> publication = context.read(view -> view.findPublication(point));
    List<Generation> generations =
        publication.map(found -> context.read(view -> kept.of(view, found))).orElse(List.of());
    if (publication.isEmpty() || generations.isEmpty()) {
      return findings.stream()
          .map(finding -> new Attempt(finding, true, "the publication is gone"))
          .toList();
    }
    try (var repair = new Repair(context, publication.get(), generations)) {
      var attempts = new ArrayList<Attempt>();
      for (Finding finding :
          findings.stream().sorted(Comparator.comparingInt(repair::rank)).toList()) {
        context.requireHeld();
        attempts.add(attempt(repair, finding));
      }
      targets.require(point.storage()).sync();
      return attempts;
    }
  }

  private static Attempt attempt(Repair repair, Finding finding) {
    try {
      return new Attempt(finding, true, repair.mend(TargetPath.of(finding.path())));
    } catch (CannotBeMendedException e) {
      return new Attempt(finding, false, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Attempt(finding, false, "failed: " + e.getMessage());
    }
  }

  /// What a person has to do.
  private static final class CannotBeMendedException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    CannotBeMendedException(String message) {
      super(message);
    }
  }

  private final class Repair implements AutoCloseable {
    private final OperationContext context;
    private final Publication publication;
    private final List<Generation> generations;
    private final Generation present;
    private final PublishTarget target;
    private final ArchivePaths paths;
    private final Map<String, String> texts;
    private final Map<String, IndexFile> files = new TreeMap<>(); // by path in the target
    private Optional<WorkDirectory> directory = Optional.empty();
    private Optional<BuiltIndices> rendered = Optional.empty();

    Repair(OperationContext context, Publication publication, List<Generation> generations) {
      this.context = context;
      this.publication = publication;
      this.generations = generations;
      this.present = generations.getLast();
      this.target = targets.require(publication.point().storage());
      this.paths = new ArchivePaths(publication.point());
      this.texts = ArchiveCheck.texts(publication, present);
      for (Generation generation : generations) {
        for (IndexFile file : IndexRole.published(generation)) {
          if (generation.equals(present)) {
            files.put(paths.inDistribution(file.path()).text(), file);
          }
          for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            files.put(paths.byHash(file.path(), file.checksums(), algorithm).text(), file);
          }
        }
      }
    }

    /// Files first, what names them last.
    int rank(Finding finding) {
      String name = finding.path().substring(finding.path().lastIndexOf('/') + 1);
      if (!texts.containsKey(finding.path())) {
        return files.containsKey(finding.path()) ? 1 : 0;
      }
      return name.equals("InRelease") ? 3 : 2;
    }

    String mend(TargetPath path) throws IOException, CannotBeMendedException {
      String text = texts.get(path.text());
      if (text != null) {
        target.sync();
        target.put(path, text.getBytes(StandardCharsets.UTF_8));
        return "written from the catalog";
      }
      IndexFile index = files.get(path.text());
      return index == null ? link(path) : index(path, index);
    }

    private String link(TargetPath path) throws IOException, CannotBeMendedException {
      Optional<PoolFile> wanted = context.read(view -> wanted(view, path));
      if (wanted.isEmpty()) {
        return "not needed any more";
      }
      return link(path, wanted.get());
    }

    private String link(TargetPath path, PoolFile file)
        throws IOException, CannotBeMendedException {
      if (!(pool.examine(file) instanceof PoolCondition.Intact)) {
        throw new CannotBeMendedException(
            "the file %s of the pool is missing or damaged itself".formatted(file.path()));
      }
      LinkResult result = target.link(file, path, ClashPolicy.REPLACE);
      if (!isIntact(path, file.checksums())) {
        target.delete(path); // a target that compares sizes alone took it for the same
        result = target.link(file, path, ClashPolicy.REPLACE);
      }
      return result instanceof LinkResult.AlreadyThere
          ? "as it must be"
          : "published from the pool again";
    }

    private Optional<PoolFile> wanted(View view, TargetPath path) {
      String name = path.text().substring(path.text().lastIndexOf('/') + 1);
      PackageSet named = view.packagesWithFileName(List.of(name));
      for (Generation generation : generations.reversed()) {
        for (var entry : generation.sets().entrySet()) {
          var placement =
              PoolPlacement.of(publication.point(), generation.poolLayout(), entry.getKey());
          List<PackageRow> rows = view.rows(view.set(entry.getValue()).intersect(named));
          PoolPaths places = PoolPaths.of(view, placement, rows);
          for (PackageRow row : rows) {
            for (PoolPaths.Placed placed : places.of(row)) {
              if (paths.inPrefix(placed.path()).equals(path)) {
                PackageFile file = placed.file();
                return Optional.of(PoolFile.of(file.checksums(), file.baseName()));
              }
            }
          }
        }
      }
      return Optional.empty();
    }

    private String index(TargetPath path, IndexFile file)
        throws IOException, CannotBeMendedException {
      if (isIntact(path, file.checksums())) {
        return "as it must be";
      }
      for (var other : files.entrySet()) {
        TargetPath copy = TargetPath.of(other.getKey());
        if (other.getValue().sha256().equals(file.sha256())
            && !copy.equals(path)
            && isIntact(copy, file.checksums())) {
          target.copy(copy, path);
          return "copied from " + copy;
        }
      }
      if (IndexRole.isOfPool(file)) {
        return link(path, PoolFile.of(file.checksums(), file.fileName()));
      }
      Optional<String> unpacked = uncompressed(path, file);
      return unpacked.isPresent() ? unpacked.get() : rendered(path, file);
    }

    /// From a compressed form of the same index that can be read here.
    private Optional<String> uncompressed(TargetPath path, IndexFile file) throws IOException {
      for (var other : files.entrySet()) {
        Compression form = Compression.ofFileName(other.getValue().path());
        TargetPath packed = TargetPath.of(other.getKey());
        if (form == Compression.NONE
            || !other.getValue().path().equals(file.path() + form.extension())
            || !isIntact(packed, other.getValue().checksums())) {
          continue;
        }
        Optional<Path> local = target.findLocalPath(packed);
        if (local.isEmpty()) {
          continue;
        }
        Path plain = Files.createTempFile(directory(), "plain", "");
        try (InputStream in = form.decompress(Files.newInputStream(local.get()));
            var out = Files.newOutputStream(plain)) {
          in.transferTo(out);
        }
        if (ChecksumCalculator.of(plain).equals(file.checksums())) {
          target.put(path, plain, file.checksums());
          return Optional.of("unpacked from " + packed);
        }
      }
      return Optional.empty();
    }

    private String rendered(TargetPath path, IndexFile file)
        throws IOException, CannotBeMendedException {
      for (BuiltIndices.Written written : rendered().written()) {
        if (written.file().path().equals(file.path())
            && written.file().sha256().equals(file.sha256())) {
          switch (written.content()) {
            case BuiltIndices.OfUser(var local) -> target.put(path, local, file.checksums());
            case BuiltIndices.OfWork(var local) -> target.put(path, local, file.checksums());
            case BuiltIndices.OfPool(var content) -> link(path, content);
          }
          return "rendered again";
        }
      }
      boolean shown =
          present.files().stream()
              .anyMatch(it -> it.path().equals(file.path()) && it.sha256().equals(file.sha256()));
      throw new CannotBeMendedException(
          shown
              ? "no copy is left, and rendering gives another file: publish drop and publish again"
              : "no copy is left; only clients that read an older Release file miss it");
    }

    private BuiltIndices rendered() throws IOException {
      if (rendered.isEmpty()) {
        Map<ComponentName, PackageSet> sets =
            context.read(view -> {
              var loaded = new TreeMap<ComponentName, PackageSet>();
              present.sets().forEach((component, set) -> loaded.put(component, view.set(set)));
              return loaded;
            });
        rendered =
            Optional.of(
                indices.build(
                    context,
                    publication,
                    sets,
                    Publisher.along(context, publication),
                    Optional.empty(),
                    directory(),
                    Optional.empty()));
      }
      return rendered.get();
    }

    private Path directory() throws IOException {
      if (directory.isEmpty()) {
        directory = Optional.of(work.create(context.taskId()));
      }
      return directory.get().path();
    }

    private boolean isIntact(TargetPath path, Checksums expected) throws IOException {
      return target.find(path).filter(it -> it.sizeBytes() == expected.sizeBytes()).isPresent()
          && target.digest(path).equals(expected.sha256());
    }

    @Override
    public void close() throws IOException {
      if (directory.isPresent()) {
        directory.get().close();
      }
    }
  }
}
