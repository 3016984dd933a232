package org.entrepot.domain.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SnapshotOrigin;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.compression.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Spec domain 8.1 to 8.5 with B6, B7 and B42.
class PublicationTest {
  private static final ComponentName MAIN = ComponentName.MAIN;
  private static final Architecture AMD64 = new Architecture("amd64");

  @Test
  void namesTheDirectoriesOfIndices() {
    assertThat(
            List.of(
                PublishedLayout.binaryIndexDirectory(MAIN, AMD64),
                PublishedLayout.udebIndexDirectory(MAIN, AMD64),
                PublishedLayout.sourceIndexDirectory(MAIN),
                PublishedLayout.contentsName(AMD64, false),
                PublishedLayout.contentsName(AMD64, true)))
        .containsExactly(
            "main/binary-amd64",
            "main/debian-installer/binary-amd64",
            "main/source",
            "Contents-amd64",
            "Contents-udeb-amd64");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          app-src, a/app-src
          libzz,   libz/libzz
          lib,     lib/lib
          liba,    liba/liba
          R,       R/R
          Upper,   U/Upper
          0ad,     0/0ad
          """)
  void laysOutThePoolBySource(String source, String expected) {
    assertThat(PublishedLayout.sourceDirectory(source)).isEqualTo(expected);
  }

  @Test
  void distributionsShareAPoolOrHaveTheirOwn() {
    var updates = new Distribution("trixie/updates");
    assertThat(PublishedLayout.poolRoot(PoolLayout.SHARED, updates, MAIN)).isEqualTo("pool/main");
    assertThat(PublishedLayout.poolRoot(PoolLayout.PER_DISTRIBUTION, updates, MAIN))
        .isEqualTo("pool/trixie/updates/main");
  }

  private static Publication publication() {
    var sources = new TreeMap<ComponentName, PublishedSource>();
    sources.put(MAIN, new PublishedSource(new UUID(0, 1), PackageSet.empty().digest()));
    return new Publication(
        new UUID(0, 9),
        PublicationPoint.parse(".", "sid"),
        SourceKind.SNAPSHOT,
        sources,
        List.of(new Architecture("i386"), AMD64, AMD64),
        PublicationOptions.DEFAULT,
        Optional.empty(),
        0,
        Instant.EPOCH);
  }

  @Test
  void sortsArchitecturesAndRefusesWhatCannotBePublished() {
    var it = publication();
    assertThat(it.architectures()).extracting(Architecture::name).containsExactly("amd64", "i386");
    assertThatThrownBy(() -> it.withSources(new TreeMap<>())).hasMessageContaining("no component");
    assertThatThrownBy(() -> it.withArchitectures(List.of()))
        .hasMessageContaining("no architecture");
    assertThatThrownBy(() -> it.withGeneration(-1)).hasMessageContaining("negative");
  }

  @Test
  void stagesChangesOfItsSources() {
    var contrib = new ComponentName("contrib");
    var staged = publication().pendingOrPresent().with(contrib, new UUID(0, 2));
    assertThat(staged.sources()).isEqualTo(Map.of(MAIN, new UUID(0, 1), contrib, new UUID(0, 2)));
    var it = publication().withPending(staged.without(MAIN));
    assertThat(it.pendingOrPresent().sources()).containsOnlyKeys(contrib);
    assertThat(it.withoutPending()).isEqualTo(publication());
    assertThat(it.withSources(publication().sources()).pending()).isEmpty();
  }

  @Test
  void optionsAreCheckedAndCopied() {
    var options =
        PublicationOptions.builder()
            .origin("o")
            .label("l")
            .suite("s")
            .codename("c")
            .version("1")
            .signedBy("f")
            .notAutomatic("yes")
            .butAutomaticUpgrades("yes")
            .contents(ContentsIndices.SKIPPED)
            .byHash(ByHash.DISABLED)
            .poolLayout(PoolLayout.PER_DISTRIBUTION)
            .compressions(List.of(Compression.XZ, Compression.NONE, Compression.XZ))
            .validFor(Duration.ofDays(7))
            .build();
    assertThat(options.compressions()).containsExactly(Compression.NONE, Compression.XZ);
    assertThat(options.toBuilder().build()).isEqualTo(options);
    assertThat(options.toBuilder().validForEver().build().validFor()).isEmpty();
    assertThatThrownBy(() -> options.toBuilder().label("a\nSuite: b").build())
        .hasMessage("the text for Label contains a line break or another control character");
    assertThatThrownBy(() -> options.toBuilder().validFor(Duration.ZERO).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.toBuilder().compressions(List.of()).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Repositories and snapshots in memory.
  private static final class Graph implements SourceLookup {
    private final Map<UUID, Repository> repositories = new HashMap<>();
    private final Map<UUID, Snapshot> snapshots = new HashMap<>();
    private long next;

    UUID repository(String distribution, String component) {
      var id = new UUID(1, next++);
      repositories.put(
          id,
          new Repository(
              id,
              new RepositoryName("r" + next),
              "",
              distribution,
              component,
              "",
              PackageSet.empty().digest(),
              0));
      return id;
    }

    UUID snapshot(SourceKind kind, UUID... sources) {
      var id = new UUID(2, next++);
      snapshots.put(
          id,
          Snapshot.of(
              id,
              new SnapshotName("s" + next),
              Instant.EPOCH,
              new SnapshotOrigin(kind, List.of(sources), ""),
              PackageSet.empty()));
      return id;
    }

    @Override
    public Optional<Repository> findRepository(UUID id) {
      return Optional.ofNullable(repositories.get(id));
    }

    @Override
    public Optional<Snapshot> findSnapshot(UUID id) {
      return Optional.ofNullable(snapshots.get(id));
    }
  }

  @Test
  void guessesTheNamesThatAllRootsShare() {
    var graph = new Graph();
    var a = graph.repository("trixie", "main");
    var b = graph.repository("", "");
    var c = graph.repository("sid", "contrib");
    var gone = new UUID(7, 7);
    var ofA = graph.snapshot(SourceKind.REPOSITORY, a);
    var ofB = graph.snapshot(SourceKind.REPOSITORY, b);
    var ofC = graph.snapshot(SourceKind.REPOSITORY, c);
    var merged = graph.snapshot(SourceKind.SNAPSHOT, ofA, ofB, gone, ofA);
    var all = graph.snapshot(SourceKind.SNAPSHOT, merged, ofC);

    var names = SourceGuess.names(SourceKind.SNAPSHOT, merged, graph);
    assertThat(names.distributions()).containsExactly("trixie");
    assertThat(SourceGuess.distribution(List.of(names))).contains(new Distribution("trixie"));
    assertThat(SourceGuess.component(names, 2)).contains(MAIN);

    var mixed = SourceGuess.names(SourceKind.SNAPSHOT, all, graph);
    assertThat(SourceGuess.distribution(List.of(mixed))).isEmpty();
    assertThat(SourceGuess.component(mixed, 1)).contains(MAIN);
    assertThat(SourceGuess.component(mixed, 2)).isEmpty();

    var third = SourceGuess.names(SourceKind.REPOSITORY, c, graph);
    assertThat(SourceGuess.component(third, 1)).contains(new ComponentName("contrib"));
    assertThat(SourceGuess.distribution(List.of(names, third))).isEmpty();
    var nothing = SourceGuess.names(SourceKind.SNAPSHOT, ofB, graph);
    assertThat(SourceGuess.distribution(List.of(nothing))).isEmpty();
    assertThat(SourceGuess.distribution(List.of(nothing, third))).contains(new Distribution("sid"));
  }

  @Test
  void asksForADistributionInsteadOfPublishingAFlatMirrorIntoDists() {
    var graph = new Graph();
    var flat = SourceGuess.names(SourceKind.REPOSITORY, graph.repository("./", ""), graph);
    assertThatThrownBy(() -> SourceGuess.distribution(List.of(flat)))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("name a distribution");
  }

  @Test
  void survivesSnapshotsThatComeFromThemselves() {
    var graph = new Graph();
    var id = new UUID(5, 5);
    graph.snapshots.put(
        id,
        Snapshot.of(
            id,
            new SnapshotName("loop"),
            Instant.EPOCH,
            new SnapshotOrigin(SourceKind.SNAPSHOT, List.of(id), ""),
            PackageSet.empty()));
    assertThat(SourceGuess.names(SourceKind.SNAPSHOT, id, graph).distributions()).isEmpty();
  }

  @Test
  void findsRepeatedComponents() {
    var contrib = new ComponentName("contrib");
    assertThat(SourceGuess.repeated(List.of(MAIN, contrib, MAIN, MAIN))).containsExactly(MAIN);
    assertThat(SourceGuess.repeated(List.of(MAIN, contrib))).isEmpty();
  }

  @Test
  void describesHowSnapshotsCameAbout() {
    var graph = new Graph();
    var repository = graph.findRepository(graph.repository("sid", "main")).orElseThrow();
    var a = graph.findSnapshot(graph.snapshot(SourceKind.SNAPSHOT)).orElseThrow();
    var b = graph.findSnapshot(graph.snapshot(SourceKind.SNAPSHOT)).orElseThrow();
    assertThat(
            List.of(
                SnapshotOrigin.empty(),
                SnapshotOrigin.of(repository),
                SnapshotOrigin.ofMirror(new UUID(3, 3), "[m]: http://x/ sid"),
                SnapshotOrigin.merged(List.of(a, b, a)),
                SnapshotOrigin.pulled(a, b, "q1 q2"),
                SnapshotOrigin.filtered(a, "q1 q2")))
        .extracting(SnapshotOrigin::description)
        .containsExactly(
            "Created as empty",
            "Snapshot from local repo [r1]",
            "Snapshot from mirror [m]: http://x/ sid",
            "Merged from sources: 's2', 's3', 's2'",
            "Pulled into 's2' with 's3' as source, pull request was: 'q1 q2'",
            "Filtered 's2', query was: 'q1 q2'");
  }
}
