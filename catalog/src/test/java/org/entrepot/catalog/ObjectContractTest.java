package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.catalog.publication.FileStep;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.catalog.publication.ReleaseText;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.PendingSources;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.junit.jupiter.api.Test;

/// What every engine does with named objects, and with transactions.
abstract class ObjectContractTest extends CatalogHarness {
  private static final PackageSet NOTHING = PackageSet.empty();

  private void write(Consumer<Transaction> change) {
    catalog.write(t -> {
      change.accept(t);
      return true;
    });
  }

  private Repository stored(Repository repository, PackageSet set) {
    write(t -> {
      t.putSet(set);
      t.insertRepository(repository);
    });
    return repository;
  }

  private Snapshot stored(Snapshot snapshot, PackageSet set) {
    write(t -> {
      t.putSet(set);
      t.insertSnapshot(snapshot);
    });
    return snapshot;
  }

  @Test
  void aRepositoryComesBackAsItWentIn() {
    var zeta = stored(repository("zeta", NOTHING), NOTHING);
    var alpha = stored(repository("alpha \u00fc'\"%_", NOTHING), NOTHING);
    assertThat(seen(catalog, v -> v.findRepository(alpha.name())).value()).contains(alpha);
    assertThat(seen(catalog, v -> v.findRepository(alpha.id())).value()).contains(alpha);
    assertThat(seen(catalog, View::repositories).value()).containsExactly(alpha, zeta);
    assertThat(seen(catalog, v -> v.findRepository(new RepositoryName("ALPHA"))).value()).isEmpty();
  }

  @Test
  void aNameBelongsToOneRepository() {
    stored(repository("one", NOTHING), NOTHING);
    assertThatThrownBy(() -> stored(repository("one", NOTHING), NOTHING))
        .isInstanceOf(ConflictException.class)
        .hasMessage("repository one exists already: choose another name or drop it");
    var two = stored(repository("two", NOTHING), NOTHING);
    assertThatThrownBy(
            () -> write(t -> t.updateRepository(two, two.withName(new RepositoryName("one")))))
        .isInstanceOf(ConflictException.class);
    assertThat(seen(catalog, View::repositories).value()).hasSize(2);
  }

  @Test
  void ofManyWhoRaceForANameOneWins() throws Exception {
    write(t -> t.putSet(NOTHING));
    var winners = new AtomicInteger();
    var catalogs = List.of(catalog, open());
    Threads.run(
        8,
        index -> {
          try {
            catalogs
                .get(index % 2)
                .write(t -> {
                  t.insertRepository(repository("wanted", NOTHING));
                  return true;
                });
            winners.incrementAndGet();
          } catch (ConflictException e) {
            assertThat(e.rule()).isEqualTo(ConflictException.Rule.TAKEN);
          }
        });
    assertThat(winners).hasValue(1);
  }

  @Test
  void anUpdateOfSomethingThatChangedMeanwhileIsStale() {
    var first = stored(repository("one", NOTHING), NOTHING);
    var set = PackageSet.of(1);
    write(t -> {
      t.putSet(set);
      t.updateRepository(first, first.withPackages(set));
    });
    assertThatThrownBy(
            () -> write(t -> t.updateRepository(first, first.withName(new RepositoryName("x")))))
        .isInstanceOf(StaleException.class)
        .hasMessageContaining("repository one");
    assertThat(seen(catalog, View::repositories).value()).containsExactly(first.withPackages(set));
    write(t -> t.deleteRepository(first.id()));
    assertThatThrownBy(() -> write(t -> t.deleteRepository(first.id())))
        .isInstanceOf(StaleException.class);
  }

  @Test
  void ofManyUpdatesNoneIsLost() throws Exception {
    var name = new RepositoryName("one");
    stored(repository("one", NOTHING), NOTHING);
    var catalogs = List.of(catalog, open(), open());
    Threads.run(
        6,
        index -> {
          for (var i = 0; i < 20; i++) {
            var id = index * 20 + i;
            catalogs
                .get(index % 3)
                .write(t -> {
                  var before = t.findRepository(name).orElseThrow();
                  var set = t.set(before.packages()).with(id);
                  t.putSet(set);
                  t.updateRepository(before, before.withPackages(set));
                  return true;
                });
          }
        });
    var after = catalog.read(v -> v.set(v.findRepository(name).orElseThrow().packages()));
    assertThat(after).isEqualTo(PackageSet.of(IntStream.range(0, 120)));
  }

  @Test
  void whatASetIsMissingForCannotBeStored() {
    assertThatThrownBy(() -> write(t -> t.insertRepository(repository("one", PackageSet.of(5)))))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("package set");
  }

  @Test
  void aSnapshotRemembersItsSourcesAfterTheyAreGone() {
    var source = stored(repository("one", NOTHING), NOTHING);
    var other = UUID.randomUUID();
    var snapshot = stored(snapshot("snap", NOTHING, source.id(), other), NOTHING);
    write(t -> t.deleteRepository(source.id()));
    assertThat(seen(catalog, v -> v.findSnapshot(snapshot.name())).value()).contains(snapshot);
    assertThat(seen(catalog, v -> v.snapshotsFrom(other)).value()).containsExactly(snapshot);
    assertThat(seen(catalog, View::snapshots).value()).containsExactly(snapshot);
  }

  @Test
  void theMembersOfASnapshotNeverChange() {
    var before = stored(snapshot("snap", NOTHING), NOTHING);
    var after = before.renamed(new SnapshotName("other"), "new words");
    write(t -> t.updateSnapshot(before, after));
    assertThat(seen(catalog, View::snapshots).value()).containsExactly(after);
    var set = PackageSet.of(1);
    var forged =
        new Snapshot(
            after.id(),
            after.name(),
            after.createdAt(),
            after.kind(),
            after.sourceIds(),
            after.description(),
            after.origin(),
            after.notAutomatic(),
            after.butAutomaticUpgrades(),
            set.digest(),
            1,
            after.files());
    assertThatThrownBy(() ->
            write(t -> {
              t.putSet(set);
              t.updateSnapshot(after, forged);
            }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPublicationComesBackAsItWentIn() {
    var set = PackageSet.of(1, 2);
    var snapshot = stored(snapshot("snap", set), set);
    var staged = stored(snapshot("staged", set), set);
    var pending = new TreeMap<ComponentName, UUID>();
    pending.put(new ComponentName("contrib"), staged.id());
    var options =
        PublicationOptions.builder()
            .origin("Ours: 12:3")
            .label("\u00fc")
            .byHash(ByHash.DISABLED)
            .compressions(List.of(Compression.XZ, Compression.GZIP))
            .validFor(Duration.ofDays(7))
            .build();
    var plain = publication(point("debian/a", "trixie/updates"), snapshot);
    var full =
        publication(point(".", "trixie"), snapshot)
            .withOptions(options)
            .withPending(new PendingSources(pending));
    write(t -> {
      t.insertPublication(plain);
      t.insertPublication(full);
    });
    assertThat(seen(catalog, View::publications).value()).containsExactly(full, plain);
    assertThat(seen(catalog, v -> v.findPublication(full.point())).value()).contains(full);
    assertThat(seen(catalog, v -> v.findPublication(plain.id())).value()).contains(plain);
    assertThat(seen(catalog, v -> v.publicationsOf(staged.id())).value()).containsExactly(full);
    assertThat(seen(catalog, v -> v.publicationsOf(snapshot.id())).value())
        .containsExactly(full, plain);
    assertThat(
            seen(catalog, v -> v.publicationsAt(StorageName.DEFAULT, new Prefix("debian/a")))
                .value())
        .containsExactly(plain);

    var changed =
        full.withoutPending().withArchitectures(List.of(Architecture.SOURCE)).withGeneration(2);
    write(t -> t.updatePublication(full, changed));
    assertThat(seen(catalog, v -> v.findPublication(full.id())).value()).contains(changed);
    assertThatThrownBy(() -> write(t -> t.updatePublication(full, changed)))
        .isInstanceOf(StaleException.class);
    assertThatThrownBy(() -> write(t -> t.insertPublication(publication(full.point(), snapshot))))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("publication");
  }

  @Test
  void whatIsPublishedOrStagedCannotBeDropped() {
    var snapshot = stored(snapshot("snap", NOTHING), NOTHING);
    var staged = stored(snapshot("staged", NOTHING), NOTHING);
    var pending = new TreeMap<ComponentName, UUID>();
    pending.put(ComponentName.MAIN, staged.id());
    var publication =
        publication(point("p", "trixie"), snapshot).withPending(new PendingSources(pending));
    write(t -> t.insertPublication(publication));
    for (var held : List.of(snapshot, staged)) {
      assertThatThrownBy(() -> write(t -> t.deleteSnapshot(held.id())))
          .isInstanceOfSatisfying(
              ConflictException.class,
              e -> {
                assertThat(e.rule()).isEqualTo(ConflictException.Rule.IN_USE);
                assertThat(e.holders()).containsExactly("publication " + publication.point());
              });
    }
    write(t -> t.deletePublication(publication.id()));
    write(t -> t.deleteSnapshot(snapshot.id()));
    write(t -> t.deleteSnapshot(staged.id()));
  }

  @Test
  void aSourceThatDoesNotExistCannotBePublished() {
    write(t -> t.putSet(NOTHING));
    assertThatThrownBy(() ->
            write(
                t -> t.insertPublication(publication(point("p", "x"), snapshot("ghost", NOTHING)))))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("does not exist");
  }

  private static Generation generation(long number, PackageSet set) {
    var sets = new TreeMap<ComponentName, Sha256>();
    sets.put(ComponentName.MAIN, set.digest());
    var file =
        new IndexFile(
            "main/binary-amd64/Packages.gz", TestPackages.checksums("x" + number), "packages");
    var release = new ReleaseText("Origin: \u00fc\n", "-----BEGIN", "signed\r\n");
    return new Generation(
        number, NOW, PoolLayout.PER_DISTRIBUTION, sets, List.of(file, file), release);
  }

  @Test
  void generationsAreKeptUntilTheyAreForgottenAndHoldTheirSets() {
    var snapshot = stored(snapshot("snap", NOTHING), NOTHING);
    var publication = publication(point("p", "trixie"), snapshot);
    var sets = List.of(PackageSet.of(1), PackageSet.of(2), PackageSet.of(3));
    write(t -> {
      t.insertPublication(publication);
      for (var i = 0; i < 3; i++) {
        t.putSet(sets.get(i));
        t.insertGeneration(publication.id(), generation(i + 1, sets.get(i)));
      }
    });
    assertThat(seen(catalog, v -> v.generations(publication.id())).value())
        .containsExactly(
            generation(1, sets.get(0)), generation(2, sets.get(1)), generation(3, sets.get(2)));
    write(t -> t.deleteGenerations(publication.id(), List.of(1L, 2L, 77L)));
    assertThat(changed(catalog, Transaction::sweepSets).value()).isEqualTo(2);
    assertThat(seen(catalog, v -> v.set(sets.get(2).digest())).value()).isEqualTo(sets.get(2));
    write(t -> t.deletePublication(publication.id()));
    assertThat(seen(catalog, v -> v.generations(publication.id())).value()).isEmpty();
    assertThat(changed(catalog, Transaction::sweepSets).value()).isEqualTo(1);
  }

  @Test
  void anIntentIsThereUntilItIsForgotten() {
    var set = PackageSet.of(1);
    var steps = new ArrayList<FileStep>();
    for (var i = 0; i < 5000; i++) {
      steps.add(new FileStep(FileStep.Kind.PUT, "pool/main/p/p" + i + "_1_amd64.deb", "x\ny"));
    }
    steps.add(new FileStep(FileStep.Kind.COPY, "dists/a", "dists/by-hash/b"));
    steps.add(new FileStep(FileStep.Kind.DELETE, "c", ""));
    var intent =
        new PublishIntent(
            UUID.randomUUID(),
            point("p", "trixie"),
            UUID.randomUUID(),
            PublishIntent.State.PREPARING,
            17,
            NOW,
            Optional.of(generation(4, set)),
            steps);
    write(t -> {
      t.putSet(set);
      t.insertIntent(intent);
    });
    assertThat(changed(catalog, Transaction::sweepSets).value()).isZero();
    assertThat(seen(catalog, View::intents).value()).containsExactly(intent);
    assertThat(seen(catalog, v -> v.findIntent(intent.point())).value()).contains(intent);
    assertThatThrownBy(() -> write(t -> t.insertIntent(intent)))
        .isInstanceOf(ConflictException.class);

    var drop =
        new PublishIntent(
            intent.id(),
            intent.point(),
            intent.publicationId(),
            PublishIntent.State.COMMITTED,
            17,
            NOW,
            Optional.empty(),
            List.of());
    write(t -> t.updateIntent(drop));
    assertThat(seen(catalog, View::intents).value()).containsExactly(drop);
    write(t -> t.deleteIntent(intent.id()));
    write(t -> t.deleteIntent(intent.id()));
    assertThat(seen(catalog, View::intents).value()).isEmpty();
    assertThatThrownBy(() -> write(t -> t.updateIntent(intent))).isInstanceOf(StaleException.class);
  }

  @Test
  void settingsAreReplaced() {
    write(t -> t.putSetting("a", "1"));
    write(t -> t.putSetting("a", "2"));
    assertThat(seen(catalog, v -> v.setting("a")).value()).contains("2");
    write(t -> t.deleteSetting("a"));
    assertThat(seen(catalog, v -> v.setting("a")).value()).isEmpty();
  }

  @Test
  void aWriteThatThrowsHasNotHappened() {
    assertThatThrownBy(() ->
            write(t -> {
              t.putSetting("a", "1");
              throw new IllegalStateException("on purpose");
            }))
        .hasMessage("on purpose");
    assertThat(seen(catalog, v -> v.setting("a")).value()).isEmpty();
    write(t -> t.putSetting("a", "2"));
  }

  @Test
  void aWriteSeesItselfAndOthersDoNotUntilItIsDone() {
    var other = open();
    write(t -> {
      t.putSetting("a", "1");
      assertThat(t.setting("a")).contains("1");
      assertThat(seen(other, v -> v.setting("a")).value()).isEmpty();
    });
    assertThat(seen(other, v -> v.setting("a")).value()).contains("1");
  }

  @Test
  void aReadSeesOneInstant() {
    var other = open();
    write(t -> t.putSetting("a", "1"));
    catalog.read(v -> {
      assertThat(v.setting("a")).contains("1");
      other.write(t -> {
        t.putSetting("a", "2");
        return true;
      });
      assertThat(v.setting("a")).contains("1");
      return true;
    });
    assertThat(seen(catalog, v -> v.setting("a")).value()).contains("2");
  }

  @Test
  void aViewEndsWithItsCall() {
    var kept = new ArrayList<View>();
    catalog.read(kept::add);
    assertThatThrownBy(() -> kept.getFirst().setting("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
  }

  @Test
  void aWriteInsideAWriteIsRefused() {
    assertThatThrownBy(() -> write(_ -> write(t -> t.putSetting("a", "1"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFailureAtAnyCallLeavesNothingBehind() {
    var snapshot = stored(snapshot("snap", NOTHING), NOTHING);
    var publication = publication(point("p", "trixie"), snapshot);
    var reached = new AtomicInteger();
    var failAt = new AtomicInteger(Integer.MAX_VALUE);
    var faulty =
        open(call -> {
          if (reached.incrementAndGet() == failAt.get()) {
            throw new IllegalStateException("fault before " + call);
          }
        });
    for (var n = 1; ; n++) {
      reached.set(0);
      failAt.set(n);
      try {
        faulty.write(t -> {
          t.addPackage(TestPackages.binary("a", "1", "Provides: b\n"), List.of("x"));
          t.insertPublication(publication);
          t.putSet(PackageSet.of(1));
          t.insertGeneration(publication.id(), generation(1, PackageSet.of(1)));
          return true;
        });
        break;
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageStartingWith("fault before");
      }
      assertThat(seen(catalog, View::publications).value()).isEmpty();
      assertThat(seen(catalog, View::allPackages).value().isEmpty()).isTrue();
    }
    failAt.set(Integer.MAX_VALUE);
    assertThat(reached.get()).isGreaterThan(15);
    assertThat(seen(catalog, View::publications).value()).containsExactly(publication);
  }

  @Test
  void aWatchTellsOfChangesOfOthers() throws Exception {
    var other = open();
    var changes = catalog.changes();
    changes.awaitChange(Duration.ofSeconds(2)); // a listener may say hello
    changes = catalog.changes();
    assertThat(changes.awaitChange(Duration.ofMillis(20))).isFalse();
    other.write(t -> {
      t.putSetting("a", "1");
      return true;
    });
    assertThat(changes.awaitChange(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void aWatchTellsOfOurOwnChangesAtOnce() throws Exception {
    var changes = catalog.changes();
    write(t -> t.putSetting("a", "1"));
    assertThat(changes.awaitChange(Duration.ZERO)).isTrue();
  }

  @Test
  void everyOneMayOpenTheCatalogAtTheSameTime() throws Exception {
    url = freshUrlAgain();
    Threads.run(8, _ -> assertThat(open().read(View::repositories)).isEmpty());
  }

  CatalogUrl freshUrlAgain() {
    return switch (url) {
      case CatalogUrl.Sqlite(var file) -> CatalogUrl.sqlite(file.resolveSibling("again.db"));
      case CatalogUrl.Postgres _ -> freshUrl();
    };
  }

  @Test
  void textThatAnEngineCannotHoldIsReplaced() {
    write(t -> t.putSetting("a", "x\0y\ud800z\ud83d\ude00"));
    assertThat(seen(catalog, v -> v.setting("a")).value()).contains("x\ufffdy\ufffdz\ud83d\ude00");
  }

  @Test
  void timesBeforeTheEpochAreKept() {
    var old = Instant.parse("1969-12-31T23:59:59.999999Z");
    var snapshot = snapshot("old", NOTHING);
    var aged =
        new Snapshot(
            snapshot.id(),
            snapshot.name(),
            old,
            snapshot.kind(),
            List.of(),
            "",
            "",
            "yes",
            "yes",
            snapshot.packages(),
            0,
            snapshot.files());
    stored(aged, NOTHING);
    assertThat(seen(catalog, v -> v.findSnapshot(aged.id())).value()).contains(aged);
  }

  @Test
  void aClosedCatalogSaysSo() {
    catalog.close();
    assertThatThrownBy(() -> catalog.read(View::repositories))
        .isInstanceOfAny(IllegalStateException.class, CatalogFailure.class)
        .hasMessageContaining("closed");
  }
}
