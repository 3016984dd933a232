package org.entrepot.service.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.ContentsIndices;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedLayout;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.index.ContentsSource;
import org.entrepot.format.index.compress.CompressedIndex;
import org.entrepot.format.index.compress.SegmentedCompressor;
import org.entrepot.format.index.segment.SegmentKeyBuilder;
import org.entrepot.format.index.segment.SegmentSource;
import org.entrepot.service.publish.BuiltIndices.OfUser;
import org.entrepot.service.publish.BuiltIndices.OfWork;
import org.entrepot.service.task.OperationContext;
import org.entrepot.storage.pool.PackagePool;

/// Writes the index files of a generation to a directory, except those that stay as they are. Safe
/// for any thread.
public final class IndexWriter {
  private static final long CACHE_BYTES = 2L << 30;

  private final PublishSettings settings;
  private final SegmentFiles cache;
  private final PackagePool pool;

  public IndexWriter(PublishSettings settings, SegmentFiles cache, PackagePool pool) {
    this.pool = pool;
    this.settings = settings;
    this.cache = cache;
  }

  /// Writes what is needed below `work`.
  ///
  /// @param sets what each component holds
  /// @param along what goes along with it
  /// @param present the generation that readers see
  /// @param sumsSigner signs sums of installer images
  BuiltIndices build(
      OperationContext context,
      Publication after,
      Map<ComponentName, PackageSet> sets,
      Map<ComponentName, ArchiveFiles> along,
      Optional<Generation> present,
      Path work,
      Optional<UnaryOperator<String>> sumsSigner)
      throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    try (ExecutorService executor = Executors.newFixedThreadPool(processors);
        var compressor = new SegmentedCompressor(executor, processors, cache)) {
      var unknown = new UnknownPaths(context, pool, executor);
      var build = new Build(context, after, sets, present, work, compressor, unknown);
      build.all(along, sumsSigner);
      cache.trim(CACHE_BYTES);
      return build.done();
    }
  }

  private final class Build {
    private final OperationContext context;
    private final Publication after;
    private final Map<ComponentName, PackageSet> sets;
    private final Optional<Generation> present;
    private final Path work;
    private final SegmentedCompressor compressor;
    private final ComponentRows rows;
    private final GenerationFiles files;
    private final UnknownPaths unknownPaths;

    Build(
        OperationContext context,
        Publication after,
        Map<ComponentName, PackageSet> sets,
        Optional<Generation> present,
        Path work,
        SegmentedCompressor compressor,
        UnknownPaths unknownPaths) {
      this.context = context;
      this.after = after;
      this.sets = sets;
      this.present = present;
      this.work = work;
      this.compressor = compressor;
      this.unknownPaths = unknownPaths;
      this.rows = new ComponentRows(context, sets, present);
      this.files = new GenerationFiles(present, after.options().byHash().name(), work);
    }

    void all(Map<ComponentName, ArchiveFiles> along, Optional<UnaryOperator<String>> sumsSigner)
        throws IOException {
      for (ComponentName component : sets.keySet()) {
        for (Architecture architecture : after.architectures()) {
          packages(component, architecture);
        }
      }
      if (after.options().contents() == ContentsIndices.WRITTEN) {
        unknownPaths.learn(mayBeUnread(), this::hasContents);
        for (Architecture architecture : after.architectures()) {
          if (!architecture.isSource()) {
            contents(architecture);
          }
        }
      }
      var images = new InstallerImages(pool, files, sumsSigner);
      var descriptions = new AlongIndices(context, pool, files);
      for (ComponentName component : sets.keySet()) {
        ArchiveFiles with = along.getOrDefault(component, ArchiveFiles.NONE);
        if (rows.hasInstaller(component)) {
          for (Architecture architecture : after.architectures()) {
            images.write(
                component, architecture, after.point().distribution(), rows.of(component), with);
          }
        }
        descriptions.write(component, with);
      }
      for (ComponentName component : sets.keySet()) {
        skeleton(component); // last, so that no file of a user takes the place of an index
      }
    }

    BuiltIndices done() {
      return files.done();
    }

    private void packages(ComponentName component, Architecture architecture) throws IOException {
      if (architecture.isSource()) {
        String directory = PublishedLayout.sourceIndexDirectory(component);
        stanzas("sources", directory, "Sources", component, architecture, PackageKind.SOURCE);
        perIndexRelease(component, architecture, directory);
        return;
      }
      String directory = PublishedLayout.binaryIndexDirectory(component, architecture);
      stanzas("packages", directory, "Packages", component, architecture, PackageKind.BINARY);
      perIndexRelease(component, architecture, directory);
      if (rows.hasUdebs(component)) {
        String udebs = PublishedLayout.udebIndexDirectory(component, architecture);
        stanzas("udebs", udebs, "Packages", component, architecture, PackageKind.UDEB);
        perIndexRelease(component, architecture, udebs);
      }
    }

    private void stanzas(
        String kind,
        String directory,
        String name,
        ComponentName component,
        Architecture architecture,
        PackageKind of)
        throws IOException {
      var placement = PoolPlacement.of(after.point(), after.options().poolLayout(), component);
      Sha256 inputs =
          inputs(kind)
              .add(digest(component))
              .add(architecture.name())
              .add(placement.directory())
              .build();
      var role = new IndexRole(kind, inputs, IndexRole.Standing.INDEX);
      String path = directory + "/" + name;
      if (files.reuse(path, role)) {
        return;
      }
      Predicate<PackageRow> listed =
          row -> row.kind() == of && row.architecture().suits(architecture);
      var pieces = new StanzaPieces(kind, of, placement);
      StanzaManifest manifest =
          presentInputs(path, kind)
              .filter(_ -> placement.equals(presentPlacement(component)))
              .flatMap(before -> kept(StanzaManifest.key(after.id(), before)))
              .flatMap(StanzaManifest::parse)
              .flatMap(before ->
                  context.read(view ->
                      pieces.update(
                          before,
                          rows.presentPackages(view, component),
                          rows.packages(component),
                          listed,
                          view::rows)))
              .orElseGet(() -> pieces.anew(rows.of(component).stream().filter(listed).toList()));
      Set<Compression> forms = EnumSet.copyOf(after.options().compressions());
      compress(path, role, forms, StanzaSegments.of(context, of, placement, manifest));
      compressor.keep(StanzaManifest.key(after.id(), inputs.hex()), manifest.toBytes());
    }

    /// Packages that no Contents index of the present generation lists.
    private PackageSet mayBeUnread() {
      boolean listed =
          present.stream()
              .flatMap(generation -> generation.files().stream())
              .anyMatch(file -> IndexRole.inputs(file, "contents").isPresent());
      return context.read(view -> {
        var packages = PackageSet.empty();
        for (ComponentName component : sets.keySet()) {
          PackageSet before = listed ? rows.presentPackages(view, component) : PackageSet.empty();
          packages = packages.union(rows.packages(component).minus(before));
        }
        return packages;
      });
    }

    private boolean hasContents(PackageRow row) {
      return (row.kind() == PackageKind.BINARY || row.kind() == PackageKind.UDEB)
          && after.architectures().stream().anyMatch(row.architecture()::suits);
    }

    /// Contents indices: one per component, and one of all components, which for one component is
    /// the same file.
    private void contents(Architecture architecture) throws IOException {
      for (PackageKind kind : List.of(PackageKind.BINARY, PackageKind.UDEB)) {
        if (kind == PackageKind.UDEB && sets.keySet().stream().noneMatch(rows::hasUdebs)) {
          continue;
        }
        String name = PublishedLayout.contentsName(architecture, kind == PackageKind.UDEB);
        List<ComponentName> components = List.copyOf(sets.keySet());
        for (ComponentName component : components) {
          contents(component + "/" + name, List.of(component), architecture, kind);
        }
        String first = components.getFirst() + "/" + name;
        if (components.size() == 1 && files.isWritten(first)) {
          files.again(first, name);
        } else {
          contents(name, components, architecture, kind);
        }
      }
    }

    private void contents(
        String path, List<ComponentName> components, Architecture architecture, PackageKind kind)
        throws IOException {
      var key = inputs("contents").add(architecture.name()).add(kind.name());
      components.forEach(component -> key.add(digest(component)));
      var role = new IndexRole("contents", key.build(), IndexRole.Standing.INDEX);
      if (files.reuse(path, role)) {
        return;
      }
      Predicate<PackageRow> listed =
          row -> row.kind() == kind && row.architecture().suits(architecture);
      // The index of all components is that of the components which there were.
      Collection<ComponentName> listedBefore =
          path.indexOf('/') < 0
              ? present.map(generation -> generation.sets().keySet()).orElse(Set.of())
              : components;
      Optional<ContentsUpdate> update = contentsUpdate(path, listedBefore, components, listed);
      if (update.isPresent()) {
        try {
          compressContents(path, role, update.get());
          return;
        } catch (ContentsUpdate.SegmentLostException _) {
          // the cache was cleared: made anew
        }
      }
      var wanted = new ArrayList<PackageRow>();
      for (ComponentName component : components) {
        rows.of(component).stream().filter(listed).forEach(wanted::add);
      }
      try (var lines = ContentsLines.of(context, wanted, work)) {
        compressContents(path, role, lines.segments());
      }
    }

    private void compressContents(String path, IndexRole role, ContentsSource segments)
        throws IOException {
      var recorded = new RecordedSegments(segments);
      compress(path, role, EnumSet.of(Compression.GZIP), recorded);
      Optional<ContentsManifest> manifest = recorded.manifest();
      if (manifest.isPresent()) {
        compressor.keep(
            ContentsManifest.key(after.id(), role.inputs().hex()), manifest.get().toBytes());
      }
    }

    /// How to make the index from the one of the present generation, if that is known.
    private Optional<ContentsUpdate> contentsUpdate(
        String path,
        Collection<ComponentName> listedBefore,
        Collection<ComponentName> components,
        Predicate<PackageRow> listed)
        throws IOException {
      Optional<ContentsManifest> manifest =
          presentInputs(path, "contents")
              .flatMap(inputs -> kept(ContentsManifest.key(after.id(), inputs)))
              .flatMap(ContentsManifest::parse);
      if (manifest.isEmpty()) {
        return Optional.empty();
      }
      return context
          .read(view -> {
            var before = PackageSet.empty();
            var now = PackageSet.empty();
            for (ComponentName component : listedBefore) {
              before = before.union(rows.presentPackages(view, component));
            }
            for (ComponentName component : components) {
              now = now.union(rows.packages(component));
            }
            return ContentsChanges.between(view, before, now, listed);
          })
          .map(changes ->
              new ContentsUpdate(
                  manifest.get(),
                  changes,
                  key ->
                      compressor
                          .findPlain(key)
                          .orElseThrow(() -> new ContentsUpdate.SegmentLostException(key))));
    }

    /// The digest of what the index at this path was made of in the present generation.
    private Optional<String> presentInputs(String path, String kind) {
      return present.stream()
          .flatMap(generation -> generation.files().stream())
          .filter(file -> file.path().equals(path))
          .flatMap(file -> IndexRole.inputs(file, kind).stream())
          .findFirst();
    }

    private PoolPlacement presentPlacement(ComponentName component) {
      return PoolPlacement.of(after.point(), present.orElseThrow().poolLayout(), component);
    }

    /// What was kept beside the segments under a key.
    private Optional<byte[]> kept(Sha256 key) {
      try {
        return compressor.findPlain(key);
      } catch (IOException e) {
        throw new UncheckedIOException("the cache of index segments cannot be read", e);
      }
    }

    private Sha256 digest(ComponentName component) {
      return rows.packages(component).digest();
    }

    private SegmentKeyBuilder inputs(String kind) {
      var key = new SegmentKeyBuilder(kind).add(after.options().byHash().name());
      after.options().compressions().forEach(compression -> key.add(compression.name()));
      return key;
    }

    private void compress(
        String path, IndexRole role, Set<Compression> forms, SegmentSource segments)
        throws IOException {
      context.checkCancelled();
      Path directory = work.resolve("index-" + files.count());
      Files.createDirectories(directory);
      CompressedIndex index =
          compressor.write(directory, path.substring(path.lastIndexOf('/') + 1), forms, segments);
      if (!index.files().containsKey(Compression.NONE)) {
        files.list(new IndexFile(path, index.plain(), role.listed().toString()));
      }
      index
          .files()
          .forEach((compression, file) ->
              files.add(
                  new IndexFile(path + compression.extension(), file.checksums(), role.toString()),
                  new OfWork(file.path())));
    }

    private void perIndexRelease(
        ComponentName component, Architecture architecture, String directory) throws IOException {
      byte[] text =
          ReleaseTexts.perIndex(after, component, architecture).getBytes(StandardCharsets.UTF_8);
      files.small(directory + "/Release", "release", IndexRole.Standing.INDEX, text);
    }

    private void skeleton(ComponentName component) throws IOException {
      Path root =
          settings
              .skeletons()
              .resolve(after.point().prefix().isRoot() ? "" : after.point().prefix().path())
              .resolve("dists")
              .resolve(after.point().distribution().value())
              .resolve(component.value());
      if (!Files.isDirectory(root)) {
        return;
      }
      try (Stream<Path> found = Files.walk(root)) {
        for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
          String path = component + "/" + root.relativize(file);
          if (!files.has(path)) {
            Checksums checksums = ChecksumCalculator.of(file);
            var role = new IndexRole("skeleton", checksums.sha256(), IndexRole.Standing.INDEX);
            if (!files.reuse(path, role)) {
              files.add(new IndexFile(path, checksums, role.toString()), new OfUser(file));
            }
          }
        }
      }
    }
  }
}
