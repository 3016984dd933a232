package org.entrepot.service.takeover.reprepro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.ContentsIndices;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.deb822.Field;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.mirror.Candidate;
import org.entrepot.service.mirror.CandidateReader;
import org.entrepot.service.operation.TakeoverOperation.ImportReprepro;
import org.entrepot.service.takeover.predecessor.FoundPackage;
import org.entrepot.service.takeover.predecessor.FoundPackage.FoundFile;
import org.entrepot.service.takeover.predecessor.FoundPublication;
import org.entrepot.service.takeover.predecessor.Inventory;
import org.entrepot.service.takeover.predecessor.Inventory.Found;
import org.entrepot.service.takeover.predecessor.Inventory.Left;
import org.entrepot.service.takeover.predecessor.Predecessor;

/// A base directory of reprepro. What each component of a distribution holds is read from the
/// indices that reprepro has published, which list just that; its database (Berkeley DB) is not
/// needed. Each component becomes a local repository `CODENAME-COMPONENT`, each distribution a
/// publication of them.
///
/// Packages are known by their name and the digest of their stanza, which names the file.
public final class RepreproBase implements Predecessor {
  /// Settings of a distribution without a counterpart.
  private static final List<String> FOREIGN_SETTINGS =
      List.of(
          "Update",
          "Pull",
          "Uploaders",
          "Tracking",
          "Log",
          "Limit",
          "AlsoAcceptFor",
          "FakeComponentPrefix",
          "DebOverride",
          "UDebOverride",
          "DscOverride",
          "ExportOptions",
          "ReadOnly",
          "Description");

  private final ImportReprepro places;
  private final PublicationOptions defaults;
  private final RepreproConfiguration configuration;
  private final Map<Path, String> states = new HashMap<>(); // of Release files, when opened
  private final Map<String, List<Index>> indices = new LinkedHashMap<>(); // by list

  /// An index of a component.
  private record Index(Path file, PackageKind kind) {}

  private RepreproBase(
      ImportReprepro places, PublicationOptions defaults, RepreproConfiguration configuration) {
    this.places = places;
    this.defaults = defaults;
    this.configuration = configuration;
  }

  /// The base directory at this place.
  ///
  /// @param defaults what new publications have here
  public static RepreproBase open(ImportReprepro places, PublicationOptions defaults)
      throws IOException {
    if (!Files.isDirectory(places.base())) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND,
          "there is no directory %s; name the base directory of reprepro".formatted(places.base()));
    }
    var base = new RepreproBase(places, defaults, RepreproConfiguration.read(places.base()));
    Path lock = base.configuration.database().resolve("lockfile");
    if (Files.exists(lock)) {
      throw new RepositoryException(
          ErrorCode.IN_USE,
          "reprepro is at work, as %s is there: wait until it ends, and run this again"
              .formatted(lock));
    }
    return base;
  }

  @Override
  public Inventory inventory() throws IOException {
    var reading = new Reading();
    for (Stanza stanza : configuration.distributions()) {
      reading.add(stanza);
    }
    reading.tellOther();
    return new Inventory(
        List.of(),
        reading.repositories,
        List.of(),
        reading.publications,
        reading.left,
        reading.notes);
  }

  private final class Reading {
    private final List<Found<Repository>> repositories = new ArrayList<>();
    private final List<FoundPublication> publications = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    void add(Stanza stanza) throws IOException {
      String codename = stanza.text("Codename").strip();
      String what = "distribution " + codename.replaceAll("\\p{Cntrl}", "?");
      if (codename.isEmpty() || !names.add(codename)) {
        throw new RepositoryException(
            ErrorCode.INVALID_REQUEST,
            "%s has a distribution %s"
                .formatted(
                    configuration.confdir().resolve("distributions"),
                    codename.isEmpty() ? "without Codename" : codename + " twice"));
      }
      try {
        Distribution distribution = new Distribution(codename);
        Path directory = configuration.dists().resolve(codename).normalize();
        Path release = directory.resolve("Release");
        if (!Files.isRegularFile(release)) {
          left.add(
              new Left(
                  what,
                  "it was never exported, as %s is missing; run \"reprepro export %s\""
                      .formatted(release, codename)));
          return;
        }
        states.putIfAbsent(release, state(release));
        take(stanza, distribution, directory);
        tellSettings(stanza, codename, directory);
      } catch (IllegalArgumentException e) {
        left.add(new Left(what, String.valueOf(e.getMessage())));
      }
    }

    private void take(Stanza stanza, Distribution distribution, Path directory) throws IOException {
      var sources = new TreeMap<ComponentName, PublishedSource>();
      var lists = new TreeMap<ComponentName, String>();
      var found = new ArrayList<Found<Repository>>();
      List<Architecture> architectures = architectures(stanza);
      for (String name : RepreproConfiguration.words(stanza, "Components")) {
        var component = new ComponentName(name);
        String list = distribution + " " + component;
        UUID id = id("repository " + list);
        indices.put(list, indicesOf(stanza, directory, name));
        found.add(
            new Found<>(
                new Repository(
                    id,
                    new RepositoryName(distribution.value().replace('/', '-') + "-" + component),
                    stanza.text("Description").strip(),
                    distribution.value(),
                    name,
                    "",
                    PackageSet.empty().digest(),
                    0),
                list));
        sources.put(component, new PublishedSource(id, PackageSet.empty().digest()));
        lists.put(component, list);
      }
      var publication =
          new Publication(
              id("publication " + distribution),
              new PublicationPoint(StorageName.DEFAULT, places.prefix(), distribution),
              SourceKind.REPOSITORY,
              sources,
              architectures,
              options(stanza),
              Optional.empty(),
              0,
              Instant.EPOCH);
      repositories.addAll(found);
      publications.add(
          new FoundPublication(
              publication, lists, Optional.of(directory), List.of(directory.resolve("snapshots"))));
    }

    /// The same each time that the same base directory is read.
    private UUID id(String what) throws IOException {
      return UUID.nameUUIDFromBytes(
          "reprepro %s %s"
              .formatted(places.base().toRealPath(), what)
              .getBytes(StandardCharsets.UTF_8));
    }

    private void tellSettings(Stanza stanza, String codename, Path directory) throws IOException {
      List<String> foreign =
          FOREIGN_SETTINGS.stream()
              .filter(stanza::has)
              .filter(field -> !field.equals("Description"))
              .toList();
      if (!foreign.isEmpty()) {
        left.add(
            new Left(
                "settings of distribution " + codename,
                "%s have no counterpart here".formatted(String.join(", ", foreign))));
      }
      if (stanza.has("Description")) {
        notes.add(
            "the Description of distribution %s becomes the comment of its local repos; the next Release file does not have it"
                .formatted(codename));
      }
      if (stanza.has("SignWith")) {
        notes.add(
            "distribution %s was signed with \"%s\": name the key with -gpg-key when you update it"
                .formatted(codename, stanza.text("SignWith").strip()));
      }
      Path snapshots = directory.resolve("snapshots");
      if (Files.isDirectory(snapshots)) {
        try (Stream<Path> all = Files.list(snapshots)) {
          left.add(
              new Left(
                  "snapshots of distribution " + codename,
                  "%d of them in %s are only index files, and stay behind"
                      .formatted(all.count(), snapshots)));
        }
      }
    }

    void tellOther() throws IOException {
      for (Map.Entry<String, String> file :
          new TreeMap<>(
                  Map.of(
                      "updates", "make mirrors with \"entrepot mirror create\"",
                      "pulls", "use \"entrepot repo copy\" or \"entrepot snapshot pull\"",
                      "incoming", "use \"entrepot incoming watch\"",
                      "uploaders", "write rules, see docs/uploads.md"))
              .entrySet()) {
        Path path = configuration.confdir().resolve(file.getKey());
        if (Files.exists(path)) {
          left.add(new Left(path.toString(), file.getValue()));
        }
      }
      if (!Files.isDirectory(configuration.dists())) {
        return;
      }
      try (Stream<Path> links = Files.list(configuration.dists())) {
        for (Path link : links.filter(Files::isSymbolicLink).sorted().toList()) {
          left.add(
              new Left(
                  link.toString(),
                  "it is a symbolic link to %s; make it in the public directory too"
                      .formatted(Files.readSymbolicLink(link))));
        }
      }
    }
  }

  private static List<Architecture> architectures(Stanza stanza) {
    var architectures = new ArrayList<Architecture>();
    for (String name : RepreproConfiguration.words(stanza, "Architectures")) {
      if (!Architecture.isValid(name)) {
        throw new IllegalArgumentException(
            "\"%s\" is not the name of an architecture".formatted(name));
      }
      architectures.add(new Architecture(name));
    }
    return architectures;
  }

  private PublicationOptions options(Stanza stanza) {
    PublicationOptions.Builder options =
        defaults.toBuilder()
            .origin(stanza.text("Origin").strip())
            .label(stanza.text("Label").strip())
            .suite(stanza.text("Suite").strip())
            .codename(stanza.text("Codename").strip())
            .version(stanza.text("Version").strip())
            .notAutomatic(stanza.text("NotAutomatic").strip())
            .butAutomaticUpgrades(stanza.text("ButAutomaticUpgrades").strip())
            .contents(stanza.has("Contents") ? ContentsIndices.WRITTEN : ContentsIndices.SKIPPED);
    List<Compression> compressions =
        RepreproConfiguration.words(stanza, "DebIndices").stream()
            .filter(word -> word.startsWith("."))
            .flatMap(word -> Compression.byExtension(word.equals(".") ? "" : word).stream())
            .filter(compression -> compression != Compression.LZMA)
            .toList();
    options.compressions(
        compressions.isEmpty() ? List.of(Compression.NONE, Compression.GZIP) : compressions);
    validFor(stanza.text("ValidFor").strip()).ifPresent(options::validFor);
    return options.build();
  }

  /// `90d`, `3m` or `1y`.
  private static Optional<Duration> validFor(String text) {
    if (!text.matches("[0-9]{1,5}[dmy]?")) {
      return Optional.empty();
    }
    char unit = text.charAt(text.length() - 1);
    boolean bare = Character.isDigit(unit);
    long count = Long.parseLong(bare ? text : text.substring(0, text.length() - 1));
    long days =
        switch (unit) {
          case 'm' -> 31;
          case 'y' -> 365;
          default -> 1;
        };
    return count == 0 ? Optional.empty() : Optional.of(Duration.ofDays(count * days));
  }

  private static List<Index> indicesOf(Stanza stanza, Path directory, String component)
      throws IOException {
    // Of a component "updates/main" below the FakeComponentPrefix "updates" the prefix is left out.
    Path own = directory.resolve(component);
    var indices = new ArrayList<Index>();
    String packages = indexName(stanza, "DebIndices", "Packages");
    String udebs = indexName(stanza, "UDebIndices", "Packages");
    for (String architecture : RepreproConfiguration.words(stanza, "Architectures")) {
      if (architecture.equals("source")) {
        add(
            own.resolve("source"),
            indexName(stanza, "DscIndices", "Sources"),
            PackageKind.SOURCE,
            indices);
      } else {
        add(own.resolve("binary-" + architecture), packages, PackageKind.BINARY, indices);
        add(
            own.resolve("debian-installer/binary-" + architecture),
            udebs,
            PackageKind.UDEB,
            indices);
      }
    }
    requireAsReleased(directory, indices);
    return indices;
  }

  private static String indexName(Stanza stanza, String field, String usual) {
    List<String> words = RepreproConfiguration.words(stanza, field);
    return words.isEmpty() || words.getFirst().startsWith(".") ? usual : words.getFirst();
  }

  private static void add(Path directory, String name, PackageKind kind, List<Index> indices) {
    if (name.contains("/")) {
      throw new IllegalArgumentException("its indices have the unusable name " + name);
    }
    for (Compression compression : Compression.values()) {
      Path file = directory.resolve(name + compression.extension());
      if (Files.isRegularFile(file)) {
        indices.add(new Index(file, kind));
        return;
      }
    }
  }

  /// An index that is not what the Release file says would give packages that nobody published.
  private static void requireAsReleased(Path directory, List<Index> indices) throws IOException {
    Path release = directory.resolve("Release");
    String lines;
    try (InputStream in = Files.newInputStream(release)) {
      lines =
          Stanza.parse(in.readNBytes(64 << 20), release.toString())
              .find("SHA256")
              .map(Field::block)
              .orElse("");
    } catch (FormatException e) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "%s cannot be read: %s".formatted(release, e.problem()), e);
    }
    Map<String, String> digests = new HashMap<>();
    for (String line : lines.split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length == 3) {
        digests.put(words[2], words[0]);
      }
    }
    for (Index index : indices) {
      String said = digests.get(directory.relativize(index.file()).toString());
      if (said == null || !said.equals(ChecksumCalculator.of(index.file()).sha256().hex())) {
        throw new RepositoryException(
            ErrorCode.INVALID_REQUEST,
            "%s is not what %s says; run \"reprepro export\"".formatted(index.file(), release));
      }
    }
  }

  @Override
  public void forEachMember(String list, Consumer<String> references) throws IOException {
    each(list, candidate -> references.accept(reference(candidate)), _ -> {});
  }

  private static String reference(Candidate candidate) {
    return candidate.named().displayName() + " " + candidate.named().stanzaDigest().hex();
  }

  private void each(String list, Consumer<Candidate> candidates, Consumer<String> faults)
      throws IOException {
    var reader = new CandidateReader(candidates, faults);
    for (Index index : indices.getOrDefault(list, List.of())) {
      String name = index.file().toString();
      try (InputStream in =
          Compression.ofFileName(name).decompress(Files.newInputStream(index.file()))) {
        reader.read(in, index.kind(), name);
      } catch (FormatException e) {
        throw new RepositoryException(
            ErrorCode.INVALID_REQUEST, "%s cannot be read: %s".formatted(name, e.problem()), e);
      }
    }
  }

  @Override
  public void forEachPackage(Predicate<String> wanted, PackageVisitor visitor) throws IOException {
    var seen = new HashSet<String>();
    for (String list : indices.keySet()) {
      try {
        each(
            list,
            candidate -> {
              String reference = reference(candidate);
              if (wanted.test(reference) && seen.add(reference)) {
                unchecked(() -> visitor.found(found(candidate, reference)));
              }
            },
            fault -> unchecked(() -> visitor.unusable(fault, "the stanza describes no package")));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }

  private interface Visit {
    void run() throws IOException;
  }

  /// For what the reader of indices calls back.
  private static void unchecked(Visit visit) {
    try {
      visit.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FoundPackage found(Candidate candidate, String reference) {
    List<FoundFile> files =
        candidate.files().stream()
            .map(file ->
                new FoundFile(
                    file.name(),
                    List.of(configuration.outdir().resolve(file.path())),
                    file.declared()))
            .toList();
    return new FoundPackage(
        reference,
        candidate.named().displayName(),
        files,
        Optional.empty(),
        real -> candidate.withFiles(real));
  }

  private static String state(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
  }

  @Override
  public void requireUnchanged() throws IOException {
    for (Map.Entry<Path, String> entry : states.entrySet()) {
      if (!Files.exists(entry.getKey()) || !state(entry.getKey()).equals(entry.getValue())) {
        throw new RepositoryException(
            ErrorCode.CHANGED_MEANWHILE,
            "%s was changed while it was read: let reprepro rest, and run this again"
                .formatted(entry.getKey()));
      }
    }
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
