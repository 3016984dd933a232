package org.entrepot.domain.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrepot.domain.dependency.DependencyOption.BUILD_DEPENDENCIES;
import static org.entrepot.domain.dependency.DependencyOption.FOLLOW_ALL_VARIANTS;
import static org.entrepot.domain.dependency.DependencyOption.FOLLOW_RECOMMENDS;
import static org.entrepot.domain.dependency.DependencyOption.FOLLOW_SOURCE;
import static org.entrepot.domain.dependency.DependencyOption.FOLLOW_SUGGESTS;
import static org.entrepot.domain.packages.SamplePackages.binary;
import static org.entrepot.domain.packages.SamplePackages.source;
import static org.entrepot.domain.packages.SamplePackages.udeb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.architecture.Architecture;
import org.junit.jupiter.api.Test;

/// Spec domain 4.1 to 4.4 with B3, B4 and B9.
class DependencyFilterTest {
  private static final Architecture AMD64 = new Architecture("amd64");
  private static final Architecture I386 = new Architecture("i386");

  private static List<PackageRelations> stored(Package... packages) {
    return IntStream.range(0, packages.length)
        .mapToObj(i -> PackageRelations.of(new StoredPackage(i, packages[i])))
        .toList();
  }

  /// Chooses the first package; the result are the display names of what it takes along.
  private static DependencyClosure close(
      List<PackageRelations> packages, Architecture architecture, DependencyOption... options) {
    return new DependencyFilter(
            PackagesByName.of(packages),
            PackagesByName.none(),
            List.of(architecture),
            Set.of(options))
        .close(packages.subList(0, 1));
  }

  private static List<String> added(DependencyClosure closure) {
    return closure.added().stream().map(it -> it.displayName()).toList();
  }

  private static List<String> added(List<PackageRelations> packages, DependencyOption... options) {
    return added(close(packages, AMD64, options));
  }

  private static Package needing(String depends) {
    return binary("app", "1", "amd64", "Depends: " + depends);
  }

  @Test
  void takesAlongWhatIsNeededDirectlyOrNot() {
    var packages =
        stored(
            binary("app", "1", "amd64", "Depends: a (>= 1)", "Pre-Depends: b"),
            binary("a", "1", "amd64", "Depends: c"),
            binary("b", "1", "all"),
            binary("c", "1", "amd64", "Depends: app"),
            binary("d", "1", "amd64"));
    assertThat(added(packages)).containsExactly("a_1_amd64", "b_1_all", "c_1_amd64");
    assertThat(close(packages, AMD64).packages().toArray()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void prefersTheNewestVersionThatFits() {
    var packages =
        stored(
            needing("a (<< 3)"),
            binary("a", "1", "amd64"),
            binary("a", "3", "amd64"),
            binary("a", "2", "amd64"),
            binary("a", "2.5", "i386"));
    assertThat(added(packages)).containsExactly("a_2_amd64");
    assertThat(added(packages, FOLLOW_ALL_VARIANTS)).containsExactly("a_2_amd64", "a_1_amd64");
  }

  @Test
  void takesOnlyTheFirstAvailableAlternative() {
    var packages =
        stored(
            needing("missing | data | data-alt"),
            binary("data-alt", "1", "all"),
            binary("data", "1", "all"));
    assertThat(added(packages)).containsExactly("data_1_all");
    assertThat(added(packages, FOLLOW_ALL_VARIANTS))
        .containsExactlyInAnyOrder("data_1_all", "data-alt_1_all");
  }

  @Test
  void addsNothingWhereALaterAlternativeIsSatisfiedAlready() {
    var packages =
        stored(
            binary("app", "1", "amd64", "Depends: data | data-alt", "Provides: data-alt"),
            binary("data", "1", "all"));
    assertThat(added(packages)).isEmpty();
    assertThat(added(packages, FOLLOW_ALL_VARIANTS)).containsExactly("data_1_all");
  }

  @Test
  void whatIsAlreadyThereNeedsNotBeTakenAlong() {
    var packages = stored(needing("data"), binary("data", "1", "all"));
    var there =
        PackagesByName.of(
            List.of(PackageRelations.of(new StoredPackage(9, binary("data", "0", "all")))));
    var filter = new DependencyFilter(PackagesByName.of(packages), there, List.of(AMD64), Set.of());
    assertThat(filter.close(packages.subList(0, 1)).added()).isEmpty();
  }

  @Test
  void tellsWhatBecomesOfEachDependency() {
    var packages =
        stored(
            needing("a | b, c (>= 1), nothing, a"),
            binary("a", "1", "amd64"),
            binary("c", "1", "all", "Depends: a"));
    var steps = new ArrayList<String>();
    var filter =
        new DependencyFilter(
            PackagesByName.of(packages), PackagesByName.none(), List.of(AMD64), Set.of());
    filter.close(packages.subList(0, 1), step -> steps.add(ResolutionStep.describe(step)));
    assertThat(steps)
        .containsExactly(
            "app_1_amd64: a | b [amd64]: takes a_1_amd64",
            "app_1_amd64: c (>= 1) [amd64]: takes c_1_all",
            "app_1_amd64: nothing [amd64]: nothing satisfies it",
            "app_1_amd64: a [amd64]: already satisfied",
            "c_1_all: a [amd64]: already satisfied");
  }

  @Test
  void prefersRealPackagesToProviders() {
    var packages =
        stored(
            needing("mta"),
            binary("aaa", "9", "amd64", "Provides: mta"),
            binary("mta", "1", "amd64"));
    assertThat(added(packages)).containsExactly("mta_1_amd64");
  }

  @Test
  void looksAtEveryProvider() {
    var packages =
        stored(
            needing("mta (>= 3)"),
            binary("a", "9", "amd64", "Provides: mta (= 1)"),
            binary("b", "9", "amd64", "Provides: mta"),
            binary("c", "9", "i386", "Provides: mta (= 4)"),
            binary("d", "9", "amd64", "Provides: x, mta (= 3)"));
    assertThat(added(packages)).containsExactly("d_9_amd64");
  }

  @Test
  void unversionedProvisionsSatisfyNoVersionedDependency() {
    var packages = stored(needing("mta (>= 1)"), binary("a", "9", "amd64", "Provides: mta"));
    assertThat(added(packages)).isEmpty();
    assertThat(close(packages, AMD64).missing())
        .extracting(Object::toString)
        .containsExactly("mta (>= 1) [amd64]");
    assertThat(added(stored(needing("mta"), binary("a", "9", "amd64", "Provides: mta"))))
        .containsExactly("a_9_amd64");
  }

  @Test
  void qualifierAnyAcceptsOtherArchitecturesThatAllowIt() {
    assertThat(added(stored(needing("python3:any"), binary("python3", "3", "amd64"))))
        .containsExactly("python3_3_amd64");
    assertThat(
            added(
                stored(
                    needing("python3:any"), binary("python3", "3", "i386", "Multi-Arch: allowed"))))
        .containsExactly("python3_3_i386");
    assertThat(added(stored(needing("python3:any"), binary("python3", "3", "i386")))).isEmpty();
  }

  @Test
  void otherQualifiersNameAnArchitecture() {
    assertThat(added(stored(needing("a:native"), binary("a", "1", "amd64"))))
        .containsExactly("a_1_amd64");
    assertThat(
            added(stored(needing("a:i386"), binary("a", "1", "amd64"), binary("a", "1", "i386"))))
        .containsExactly("a_1_i386");
    assertThat(added(stored(needing("a:no_such"), binary("a", "1", "amd64")))).isEmpty();
  }

  @Test
  void restrictionsLeaveOutAlternativesAndWholeItems() {
    assertThat(
            added(
                stored(
                    needing("a [i386], b [!i386] | c, d [i386] | e, f <stage1>, g <!stage1>"),
                    binary("a", "1", "amd64"),
                    binary("b", "1", "amd64"),
                    binary("c", "1", "amd64"),
                    binary("d", "1", "amd64"),
                    binary("e", "1", "amd64"),
                    binary("f", "1", "amd64"),
                    binary("g", "1", "amd64"))))
        .containsExactly("b_1_amd64", "e_1_amd64", "g_1_amd64");
  }

  @Test
  void followsRecommendsAndSuggestsOnlyWhenAsked() {
    var packages =
        stored(
            binary("app", "1", "amd64", "Recommends: rec1", "Suggests: sug1"),
            binary("rec1", "1", "amd64"),
            binary("sug1", "1", "amd64"));
    assertThat(added(packages)).isEmpty();
    assertThat(added(packages, FOLLOW_RECOMMENDS)).containsExactly("rec1_1_amd64");
    assertThat(added(packages, FOLLOW_SUGGESTS)).containsExactly("sug1_1_amd64");
  }

  @Test
  void followsTheSourceInExactlyItsVersion() {
    var packages =
        stored(
            binary("app", "1.1-1", "amd64", "Source: app-src (1.1-2)"),
            source("app-src", "1.1-1", "any", "Build-Depends: never"),
            source("app-src", "1.1-2", "any", "Build-Depends: never"),
            binary("app-src", "1.1-2", "all"));
    assertThat(added(packages, FOLLOW_SOURCE)).containsExactly("app-src_1.1-2_source");
    assertThat(close(packages.subList(0, 1), AMD64, FOLLOW_SOURCE).missing())
        .extracting(Object::toString)
        .containsExactly("app-src (= 1.1-2) [source]");
  }

  @Test
  void resolvesEachArchitectureByItself() {
    var packages =
        stored(
            binary("app", "1", "amd64", "Depends: a"),
            binary("app", "1", "i386", "Depends: a"),
            binary("doc", "1", "all", "Depends: b"),
            binary("a", "1", "amd64"),
            binary("a", "1", "i386"),
            binary("b", "1", "i386"),
            binary("b", "1", "amd64"),
            binary("b", "1", "arm64"));
    var filter =
        new DependencyFilter(
            PackagesByName.of(packages), PackagesByName.none(), List.of(AMD64, I386), Set.of());
    assertThat(added(filter.close(packages.subList(0, 3))))
        .containsExactlyInAnyOrder("a_1_amd64", "b_1_amd64", "a_1_i386", "b_1_i386");
  }

  @Test
  void udebsHaveDependenciesToo() {
    assertThat(added(stored(udeb("app-udeb", "1", "amd64", "Depends: a"), udeb("a", "1", "amd64"))))
        .containsExactly("a_1_amd64");
  }

  @Test
  void reportsAllAlternativesOfWhatIsMissingOnce() {
    var packages = stored(needing("x (>= 2) | y, z"), binary("b", "1", "amd64", "Depends: z"));
    var filter =
        new DependencyFilter(
            PackagesByName.none(), PackagesByName.none(), List.of(AMD64), Set.of());
    assertThat(filter.missing(packages, _ -> {}).missing())
        .extracting(Object::toString)
        .containsExactly("x (>= 2) | y [amd64]", "z [amd64]");
  }

  @Test
  void reportsEveryUnsatisfiedAlternativeWithAllVariants() {
    var packages = stored(needing("x | y | z"), binary("y", "1", "amd64"));
    var filter =
        new DependencyFilter(
            PackagesByName.none(),
            PackagesByName.none(),
            List.of(AMD64),
            Set.of(FOLLOW_ALL_VARIANTS));
    assertThat(filter.missing(packages, _ -> {}).missing())
        .extracting(Object::toString)
        .containsExactly("x [amd64]", "z [amd64]");
  }

  @Test
  void passesOverItemsThatCannotBeRead() {
    var packages =
        stored(
            binary("app", "1", "amd64", "Depends: a (=> 1), b", "Pre-Depends: c"),
            binary("a", "1", "amd64"),
            binary("b", "1", "amd64"),
            binary("c", "1", "amd64"));
    var closure = close(packages, AMD64);
    assertThat(added(closure)).containsExactly("b_1_amd64", "c_1_amd64");
    assertThat(closure.faults())
        .singleElement()
        .asString()
        .startsWith("app_1_amd64: an item of Depends is passed over: ");
  }

  @Test
  void buildDependenciesCountWhereTheSourceIsBuilt() {
    var sources =
        stored(
            source(
                "any",
                "1",
                "any all",
                "Build-Depends: a, b [i386], c <!nocheck>, d <stage1>, e:native",
                "Build-Depends-Indep: f",
                "Build-Depends-Arch: g"),
            source("only", "1", "i386 hurd-any", "Build-Depends: h"),
            source("linux", "1", "linux-any", "Build-Depends: a | i"));
    assertThat(missing(sources, AMD64)).isEmpty();
    assertThat(missing(sources, AMD64, BUILD_DEPENDENCIES))
        .containsExactlyInAnyOrder(
            "a [amd64]",
            "c [amd64]",
            "e:native [amd64]",
            "f [amd64]",
            "g [amd64]",
            "a | i [amd64]");
    assertThat(missing(sources, I386, BUILD_DEPENDENCIES))
        .contains("b [i386]", "h [i386]")
        .hasSize(8);
    assertThat(missing(stored(needing("z")), AMD64, BUILD_DEPENDENCIES))
        .as("binary packages as ever")
        .containsExactly("z [amd64]");
  }

  private static List<String> missing(
      List<PackageRelations> packages, Architecture architecture, DependencyOption... options) {
    return new DependencyFilter(
            PackagesByName.none(), PackagesByName.none(), List.of(architecture), Set.of(options))
        .missing(packages, _ -> {}).missing().stream().map(Object::toString).toList();
  }

  @Test
  void tellsWhoNeedsWhatIsMissing() {
    var packages =
        stored(
            needing("z, z (>= 1)"), binary("b", "1", "all", "Depends: z"), binary("c", "1", "all"));
    var filter =
        new DependencyFilter(
            PackagesByName.none(), PackagesByName.none(), List.of(AMD64, I386), Set.of());
    assertThat(filter.missing(packages, _ -> {}).missing())
        .extracting(it -> it + " " + it.needing())
        .containsExactlyInAnyOrder(
            "z [amd64] [app_1_amd64, b_1_all]",
            "z [i386] [b_1_all]",
            "z (>= 1) [amd64] [app_1_amd64]");
  }

  @Test
  void refusesToGuessArchitectures() {
    assertThatThrownBy(() ->
            new DependencyFilter(PackagesByName.none(), PackagesByName.none(), List.of(), Set.of()))
        .hasMessageContaining("name at least one");
  }

  @Test
  void doesNotDependOnTheOrderOfItsInputs() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      var packages = new ArrayList<>(randomArchive(random, 60));
      var chosen = new ArrayList<>(packages.subList(0, 3));
      var expected = closeAll(packages, chosen);
      Collections.shuffle(packages, random);
      Collections.shuffle(chosen, random);
      assertThat(closeAll(packages, chosen)).as("seed " + seed).isEqualTo(expected);
      assertClosed(packages, expected);
    }
  }

  private static DependencyClosure closeAll(
      List<PackageRelations> packages, List<PackageRelations> chosen) {
    return new DependencyFilter(
            PackagesByName.of(packages), PackagesByName.none(), List.of(AMD64), Set.of())
        .close(chosen);
  }

  /// What is still missing cannot be had at all.
  private static void assertClosed(List<PackageRelations> packages, DependencyClosure closure) {
    var chosen = packages.stream().filter(it -> closure.packages().contains(it.id())).toList();
    var filter =
        new DependencyFilter(
            PackagesByName.none(), PackagesByName.of(packages), List.of(AMD64), Set.of());
    assertThat(closeAll(packages, chosen).added()).isEmpty();
    assertThat(filter.missing(chosen, _ -> {}).missing())
        .extracting(Object::toString)
        .containsExactlyInAnyOrderElementsOf(
            closure.missing().stream().map(Object::toString).toList());
  }

  private static List<PackageRelations> randomArchive(Random random, int size) {
    var packages = new Package[size];
    for (int i = 0; i < size; i++) {
      var depends = new ArrayList<String>();
      for (int n = random.nextInt(4); n >= 0; n--) {
        depends.add(
            "p" + random.nextInt(size) + " (>= " + random.nextInt(4) + ") | v" + random.nextInt(9));
      }
      packages[i] =
          binary(
              "p" + i,
              Integer.toString(random.nextInt(5)),
              random.nextInt(5) == 0 ? "all" : "amd64",
              "Depends: " + String.join(", ", depends),
              "Provides: v" + random.nextInt(9));
    }
    return stored(packages);
  }

  @Test
  void closesALargeArchiveQuickly() {
    int size = 20_000;
    var packages =
        stored(
            IntStream.range(0, size)
                .mapToObj(i ->
                    binary(
                        "p" + i,
                        "1",
                        "amd64",
                        "Depends: p" + (i + 1) % size + ", p" + (i + 7) % size + " | p0",
                        "Provides: everything"))
                .toArray(Package[]::new));
    long start = System.nanoTime();
    assertThat(close(packages, AMD64).packages().size()).isEqualTo(size);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }
}
