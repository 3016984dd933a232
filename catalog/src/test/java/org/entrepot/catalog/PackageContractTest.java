package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageOrder;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.architecture.Architecture;
import org.junit.jupiter.api.Test;

/// What every engine does with packages and sets.
abstract class PackageContractTest extends CatalogHarness {
  private int add(Package value, String... contents) {
    return catalog.write(t -> t.addPackage(value, List.of(contents)));
  }

  private static List<Package> values(List<StoredPackage> stored) {
    return stored.stream().map(StoredPackage::value).toList();
  }

  @Test
  void aPackageComesBackAsItWentIn() {
    var binary =
        TestPackages.binary(
            "hello", "1:2.0~rc1-1", "X-Odd-FIELD:  kept  \nDescription: a\n b\n .\n c\n");
    var source = TestPackages.source("hello-src", "2.0");
    var installer =
        Package.ofInstaller(
            new Architecture("amd64"), List.of(TestPackages.file("./netboot/linux")));
    var ids = catalog.write(t -> t.addPackages(newPackages(binary, source, installer)));

    for (var one : List.of(binary, source, installer)) {
      var id = ids[List.of(binary, source, installer).indexOf(one)];
      var read = catalog.read(v -> v.findPackage(id)).orElseThrow();
      assertThat(read.value()).isEqualTo(one);
      assertThat(read.value().control().toBytes()).isEqualTo(one.control().toBytes());
      assertThat(values(catalog.read(v -> v.findPackagesByKey(one.key())))).containsExactly(one);
    }
    assertThat(seen(catalog, v -> v.findPackage(4711)).value()).isEmpty();
  }

  private static List<NewPackage> newPackages(Package... values) {
    return List.of(values).stream().map(value -> new NewPackage(value, List.of())).toList();
  }

  @Test
  void aStanzaThatIsNotUtf8KeepsItsBytes() {
    var text = "Package: x\nVersion: 1\nArchitecture: all\nMaintainer: \udce9t\u00e9\n";
    var value = TestPackages.binary(text, "x_1_all.deb");
    var id = add(value);
    assertThat(
            seen(catalog, v -> v.findPackage(id)).value().orElseThrow().value().control().toBytes())
        .isEqualTo(value.control().toBytes());
  }

  @Test
  void theSamePackageTwiceIsOneRow() {
    var first = add(TestPackages.binary("a", "1", ""));
    assertThat(add(TestPackages.binary("a", "1", ""))).isEqualTo(first);
    var twice = newPackages(TestPackages.binary("b", "1", ""), TestPackages.binary("b", "1", ""));
    var ids = catalog.write(t -> t.addPackages(twice));
    assertThat(ids[0]).isEqualTo(ids[1]).isNotEqualTo(first);
  }

  @Test
  void theSameFileWithAnotherStanzaIsAnotherRowAndTheFirstStaysAsItWas() {
    var plain = TestPackages.binary("a", "1", "");
    var other = TestPackages.binary("a", "1", "Priority: extra\n");
    var first = add(plain);
    var second = add(other);
    assertThat(second).isNotEqualTo(first);
    assertThat(seen(catalog, v -> v.findPackage(first)).value().orElseThrow().value())
        .isEqualTo(plain);
    assertThat(values(catalog.read(v -> v.findPackagesByKey(plain.key()))))
        .containsExactly(plain, other);
  }

  @Test
  void contentsAreKeptAndFilledInOnce() {
    var value = TestPackages.binary("a", "1", "");
    var id = add(value);
    assertThat(seen(catalog, v -> v.contents(id)).value()).isEmpty();
    assertThat(seen(catalog, v -> v.withContents(v.allPackages())).value().size()).isZero();
    add(value, "usr/bin/a", "odd\nname", "caf\u00e9", "\udce9");
    assertThat(seen(catalog, v -> v.contents(id)).value())
        .containsExactly("usr/bin/a", "odd\nname", "caf\u00e9", "\udce9");
    add(value, "something/else");
    assertThat(seen(catalog, v -> v.contents(id)).value()).hasSize(4);
    add(TestPackages.binary("b", "1", ""));
    assertThat(seen(catalog, v -> v.withContents(v.allPackages())).value().contains(id)).isTrue();
    assertThat(seen(catalog, v -> v.withContents(v.allPackages())).value().size()).isOne();
  }

  @Test
  void packagesAreFoundByTheirNameAndWhatTheyProvide() {
    var own = add(TestPackages.binary("editor", "1", ""));
    var provider = add(TestPackages.binary("vim", "9", "Provides: editor (= 3), x | editor\n"));
    add(TestPackages.binary("nano", "7", ""));
    assertThat(seen(catalog, v -> v.packageIdsByName("editor")).value())
        .isEqualTo(PackageSet.of(own, provider));
    assertThat(
            seen(catalog, v -> v.packageIdsByName("'; drop table package; --")).value().isEmpty())
        .isTrue();
  }

  @Test
  void packagesAreFoundByTheirFiles() {
    var value = TestPackages.source("src", "1");
    var id = add(value);
    add(TestPackages.binary("other", "1", ""));
    var names = value.files().stream().map(PackageFile::name).toList();
    assertThat(seen(catalog, v -> v.packagesWithFileName(names)).value())
        .isEqualTo(PackageSet.of(id));
    assertThat(
            catalog
                .read(v -> v.packagesWithFileName(List.of("\"", "\\", "\u0001", "no")))
                .isEmpty())
        .isTrue();
    var content = value.files().getFirst().checksums().sha256();
    assertThat(seen(catalog, v -> v.packagesWithFile(content)).value())
        .isEqualTo(PackageSet.of(id));
  }

  @Test
  void rowsComeInTheOrderOfIndices() {
    var random = new Random(5);
    var packages = new ArrayList<Package>();
    for (var i = 0; i < 200; i++) {
      packages.add(
          TestPackages.binary(
              "p" + random.nextInt(20), random.nextInt(3) + ":" + random.nextInt(30), ""));
    }
    var unique = List.copyOf(Set.copyOf(packages));
    catalog.write(t -> t.addPackages(newPackages(unique.toArray(Package[]::new))));
    var rows = catalog.read(v -> v.rows(v.allPackages()));
    var expected = unique.stream().sorted(PackageOrder.INDEX).toList();
    assertThat(rows.stream().map(row -> row.name() + "_" + row.version()))
        .containsExactlyElementsOf(
            expected.stream().map(value -> value.name() + "_" + value.version()).toList());
    assertThat(rows.stream().map(PackageRow::files).toList())
        .isEqualTo(expected.stream().map(Package::files).toList());
    assertThat(rows.getFirst().filesHash()).isEqualTo(expected.getFirst().filesHash().value());
  }

  @Test
  void setsOfAnyShapeAreReadWhole() {
    var ids = catalog.write(t -> t.addPackages(TestPackages.many("p", 0, 6000)));
    var random = new Random(11);
    for (var density : List.of(0.001, 0.01, 0.3, 0.9, 1.0)) {
      var chosen = IntStream.of(ids).filter(_ -> random.nextDouble() < density).toArray();
      var set = PackageSet.of(chosen).union(PackageSet.of(1_000_000, Integer.MAX_VALUE));
      var seen = new ArrayList<Integer>();
      catalog.read(v -> {
        v.forEachPackage(set, one -> seen.add(one.id()));
        return true;
      });
      assertThat(seen.stream().mapToInt(Integer::intValue).toArray()).isEqualTo(chosen);
      var even = new ArrayList<Integer>();
      catalog.read(v -> {
        v.forEachPackage(set, one -> one.id() % 2 == 0, one -> even.add(one.id()));
        return true;
      });
      assertThat(even).isEqualTo(seen.stream().filter(id -> id % 2 == 0).toList());
      assertThat(seen(catalog, v -> v.rows(set)).value()).hasSize(chosen.length);
      var contents = new HashMap<Integer, List<String>>();
      catalog.read(v -> {
        v.forEachContents(set, contents::put);
        return true;
      });
      assertThat(contents).hasSize(chosen.length);
    }
    assertThat(seen(catalog, v -> v.rows(PackageSet.empty())).value()).isEmpty();
  }

  @Test
  void whatATestOrAnActionThrowsEndsTheStream() {
    int[] added = catalog.write(t -> t.addPackages(TestPackages.many("p", 0, 6000)));
    var ids = PackageSet.of(added);
    var seen = new ArrayList<Integer>();
    assertThatThrownBy(() ->
            catalog.read(v -> {
              v.forEachPackage(ids, one -> failing(one.id(), 3000), one -> seen.add(one.id()));
              return true;
            }))
        .hasMessage("at 3000");
    assertThat(seen).hasSize(2048);
    assertThatThrownBy(() ->
            catalog.read(v -> {
              v.forEachPackage(ids, one -> failing(one.id(), 10));
              return true;
            }))
        .hasMessage("at 10");
    assertThat(seen(catalog, v -> v.rows(ids)).value()).hasSize(6000);
  }

  private static boolean failing(int id, int bad) {
    if (id >= bad) {
      throw new IllegalArgumentException("at " + bad);
    }
    return true;
  }

  @Test
  void otherQueriesMayBeAskedWhileStreaming() {
    var ids = catalog.write(t -> t.addPackages(TestPackages.many("p", 0, 100)));
    var names = new ArrayList<String>();
    catalog.read(v -> {
      v.forEachPackage(
          PackageSet.of(ids),
          one ->
              v.forEachPackage(
                  v.packageIdsByName(one.value().name()), same -> names.add(same.value().name())));
      return true;
    });
    assertThat(names).hasSize(100);
  }

  @Test
  void aSetIsStoredOnceUnderItsDigest() {
    var set = PackageSet.of(1, 2, 3, 70_000);
    var digest = catalog.write(t -> t.putSet(set));
    assertThat(changed(catalog, t -> t.putSet(set)).value())
        .isEqualTo(digest)
        .isEqualTo(set.digest());
    assertThat(seen(catalog, v -> v.set(digest)).value()).isEqualTo(set);
    assertThatThrownBy(() -> catalog.read(v -> v.set(PackageSet.of(9).digest())))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void aSweepKeepsWhatSetsNeedAndTellsWhichFilesNobodyNames() {
    var kept = add(TestPackages.binary("kept", "1", ""));
    var asked = add(TestPackages.binary("asked", "1", ""));
    var shared = TestPackages.binary("shared", "1", "");
    var sharing = add(shared);
    var gone = add(TestPackages.binary("shared", "1", "Priority: extra\n"));
    var alone = TestPackages.binary("alone", "1", "Provides: nothing\n");
    var aloneId = add(alone, "usr/bin/alone");
    catalog.write(t -> {
      t.putSet(PackageSet.of(99_999));
      var set = PackageSet.of(kept, sharing);
      t.putSet(set);
      t.insertRepository(repository("holder", set));
      return true;
    });

    var swept =
        catalog.write(t -> {
          assertThat(t.sweepSets()).isEqualTo(1);
          return t.sweepPackages(PackageSet.of(asked));
        });
    assertThat(swept.ids()).isEqualTo(PackageSet.of(gone, aloneId));
    assertThat(swept.files()).isEqualTo(alone.files());
    assertThat(seen(catalog, View::allPackages).value())
        .isEqualTo(PackageSet.of(kept, asked, sharing));
    assertThat(seen(catalog, v -> v.packageIdsByName("nothing")).value().isEmpty()).isTrue();
    assertThat(seen(catalog, v -> v.contents(aloneId)).value()).isEmpty();
    assertThat(seen(catalog, v -> v.findPackagesByKey(shared.key())).value()).hasSize(1);

    // An id is never used again, not even the largest.
    assertThat(add(alone)).isGreaterThan(aloneId);
  }

  @Test
  void packagesThatAreAddedByManyAtOnceAreOneRowEach() throws Exception {
    var others = List.of(catalog, open(), open());
    var results = new ArrayList<int[]>();
    Threads.run(
        6,
        index -> {
          var ids = others.get(index % 3).write(t -> t.addPackages(TestPackages.many("p", 0, 300)));
          synchronized (results) {
            results.add(ids);
          }
        });
    assertThat(results).allSatisfy(ids -> assertThat(ids).isEqualTo(results.getFirst()));
    assertThat(seen(catalog, View::allPackages).value().size()).isEqualTo(300);
  }
}
