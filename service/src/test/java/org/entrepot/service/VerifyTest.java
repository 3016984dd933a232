package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.operation.Finding.Kind;
import org.entrepot.service.operation.Maintenance.Recover;
import org.entrepot.service.operation.Maintenance.Repair;
import org.entrepot.service.operation.Maintenance.Verify;
import org.entrepot.service.operation.OperationResult.Recovered;
import org.entrepot.service.operation.OperationResult.Repaired;
import org.entrepot.service.operation.OperationResult.Verified;
import org.entrepot.storage.filesystem.LinkMethod;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Faults are planted in a real store: each is found, what can be mended is, and a healthy store
/// has none, whatever goes on meanwhile.
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before each test
class VerifyTest {
  @TempDir Path root;
  private Store store;
  private int built;

  @BeforeEach
  void fill() throws IOException {
    fill(LinkMethod.HARDLINK);
  }

  private void fill(LinkMethod links) throws IOException {
    store = new Store(Setup.at(root.resolve("store")).signing().with(links));
    store.createRepository("r");
    store.add("r", deb("hello", "1"), deb("hello", "2"), deb("tool", "1"));
    Path sources = Files.createDirectories(root.resolve("sources"));
    DscBuilder.withDiff("hello", "2-1").build().writeTo(sources);
    store.add("r", sources);
    store.snapshot("s", "r");
    store.run(Store.publishing(SourceKind.SNAPSHOT, "s", "debian", "stable"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", "debian", "testing"));
    store.add("r", deb("tool", "2"));
    store.remove("r", "tool (= 1)");
    store.run(Store.updating("debian", "testing"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path deb(String name, String version) throws IOException {
    Path directory = Files.createDirectories(root.resolve("debs" + built++));
    return DebBuilder.of(name, version, "amd64")
        .file("usr/share/" + name, version)
        .writeTo(directory);
  }

  private Verified verify(CheckDepth depth) {
    return (Verified) store.run(new Verify(depth, List.of()));
  }

  private List<Finding> findings() {
    return verify(CheckDepth.WHOLE).findings();
  }

  private static List<Finding> faults(Verified verified) {
    return verified.findings().stream().filter(it -> it.kind().isFault()).toList();
  }

  /// Repairs until there is nothing more to mend.
  private List<Repaired.Attempt> repair() {
    var attempts = new ArrayList<Repaired.Attempt>();
    for (int i = 0; i < 4; i++) {
      List<Finding> faults = faults(verify(CheckDepth.WHOLE));
      if (faults.isEmpty()) {
        break;
      }
      attempts.addAll(((Repaired) store.run(new Repair(faults))).attempts());
    }
    return attempts;
  }

  private Path find(Path top, String name) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(path -> path.getFileName().toString().endsWith(name))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private Path pooled(String name) throws IOException {
    return find(store.root().resolve("pool"), name);
  }

  private Path published(String path) {
    return store.publicRoot().resolve("debian").resolve(path);
  }

  /// Changes a byte in place, for everybody who has a link to the file.
  private static void flip(Path file) throws IOException {
    file.toFile().setWritable(true);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content, StandardOpenOption.WRITE);
  }

  private static void truncate(Path file) throws IOException {
    file.toFile().setWritable(true);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + store.root().resolve("catalog.db"));
        var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.executeUpdate(each);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(LinkMethod.class)
  void aHealthyStoreHasNoFindings(LinkMethod links) throws IOException {
    store.close();
    FileTrees.remove(root.resolve("store"));
    fill(links);
    for (CheckDepth depth : CheckDepth.values()) {
      Verified verified = verify(depth);
      assertThat(verified.findings()).isEmpty();
      assertThat(verified.unsettled()).isEmpty();
      assertThat(verified.packages()).isEqualTo(5);
      assertThat(verified.poolFiles()).isEqualTo(7);
      assertThat(verified.publishedFiles()).isGreaterThan(50);
    }
  }

  @Test
  void aFlippedByteOfThePoolIsFoundAndMendedFromACopy() throws IOException {
    store.close();
    FileTrees.remove(root.resolve("store"));
    fill(LinkMethod.COPY);
    Path file = pooled("hello_1_amd64.deb");
    byte[] good = Files.readAllBytes(file);
    flip(file);
    assertThat(verify(CheckDepth.QUICK).findings()).isEmpty();
    assertThat(findings()).singleElement().extracting(Finding::kind).isEqualTo(Kind.POOL_DAMAGED);
    assertThat(repair()).singleElement().satisfies(it -> assertThat(it.mended()).isTrue());
    assertThat(file).hasBinaryContent(good);
    assertThat(store.root().resolve("quarantine").toFile().list()).hasSize(1);
    assertThat(findings()).isEmpty();
  }

  @Test
  void whatIsDamagedEverywhereIsSetAsideAndComesBackWithThePackage() throws IOException {
    Path file = pooled("hello_1_amd64.deb");
    flip(file); // published by a link: the same bytes
    assertThat(findings()).singleElement().extracting(Finding::kind).isEqualTo(Kind.POOL_DAMAGED);
    List<Repaired.Attempt> attempts = repair();
    assertThat(attempts.getFirst().mended()).isFalse();
    assertThat(attempts.getFirst().detail()).contains("add the package again");
    assertThat(file).doesNotExist();
    Path again =
        DebBuilder.of("hello", "1", "amd64")
            .file("usr/share/hello", "1")
            .writeTo(Files.createDirectories(root.resolve("again")));
    store.add("r", again);
    assertThat(repair()).isNotEmpty().allSatisfy(it -> assertThat(it.mended()).isTrue());
    assertThat(findings()).isEmpty();
    assertThat(published("pool/main/h/hello/hello_1_amd64.deb")).hasSameBinaryContentAs(again);
  }

  @Test
  void aPoolFileThatIsGoneComesBackFromWhereItIsPublished() throws IOException {
    Path file = pooled("tool_2_amd64.deb");
    Files.delete(file);
    for (CheckDepth depth : CheckDepth.values()) {
      assertThat(verify(depth).findings()).extracting(Finding::kind).contains(Kind.POOL_MISSING);
    }
    assertThat(repair()).allSatisfy(it -> assertThat(it.mended()).isTrue());
    assertThat(file).exists();
    assertThat(findings()).isEmpty();
  }

  @Test
  void aTruncatedPoolFileIsFoundBySize() throws IOException {
    truncate(pooled("tool_2_amd64.deb"));
    for (CheckDepth depth : CheckDepth.values()) {
      assertThat(faults(verify(depth))).extracting(Finding::kind).contains(Kind.POOL_DAMAGED);
    }
  }

  @Test
  void publishedFilesThatAreGoneOrWrongAreMended() throws IOException {
    Files.delete(published("pool/main/t/tool/tool_2_amd64.deb"));
    Path other = published("pool/main/h/hello/hello_2_amd64.deb");
    Files.delete(other);
    Files.writeString(other, "something else");
    Files.delete(published("dists/testing/InRelease"));
    Files.delete(published("dists/stable/main/binary-amd64/Packages"));
    Path swapped = published("dists/testing/main/binary-amd64/Packages.gz");
    Path gone = published("dists/stable/main/binary-amd64/Packages.gz");
    Files.delete(swapped);
    Files.copy(gone, swapped);
    assertThat(findings().stream().map(it -> it.kind() + " " + it.path()))
        .containsExactlyInAnyOrder(
            "PUBLISHED_MISSING debian/pool/main/t/tool/tool_2_amd64.deb",
            "PUBLISHED_DAMAGED debian/pool/main/h/hello/hello_2_amd64.deb",
            "PUBLISHED_MISSING debian/dists/testing/InRelease",
            "PUBLISHED_MISSING debian/dists/stable/main/binary-amd64/Packages",
            "PUBLISHED_DAMAGED debian/dists/testing/main/binary-amd64/Packages.gz");
    assertThat(repair()).hasSize(5).allSatisfy(it -> assertThat(it.mended()).isTrue());
    assertThat(findings()).isEmpty();
  }

  @Test
  void anIndexThatIsDamagedUnderEachOfItsNamesIsRenderedAgain() throws IOException {
    Path plain = published("dists/testing/main/binary-amd64/Packages");
    byte[] good = Files.readAllBytes(plain);
    flip(plain); // by-hash names are links to it
    for (String form : List.of("gz", "xz", "zst")) {
      Path packed = plain.resolveSibling("Packages." + form);
      byte[] content = Files.readAllBytes(packed);
      flip(packed);
      assertThat(Files.readAllBytes(packed)).isNotEqualTo(content);
    }
    assertThat(findings()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(repair()).isNotEmpty().allSatisfy(it -> assertThat(it.mended()).isTrue());
    assertThat(plain).hasBinaryContent(good);
    assertThat(findings()).isEmpty();
  }

  @Test
  void strayFilesAreToldAndAreNoFault() throws IOException {
    Files.writeString(published("pool/main/h/hello/stray.deb"), "x");
    Files.createDirectories(published("dists/stable/extra"));
    Files.writeString(published("dists/stable/extra/stray"), "x");
    Path orphan = store.root().resolve("pool/aa/bb/cccccccccccccccccccccccccccc_orphan_1_all.deb");
    Files.createDirectories(orphan.getParent());
    Files.writeString(orphan, "x");
    Verified verified = verify(CheckDepth.QUICK);
    assertThat(faults(verified)).isEmpty();
    assertThat(verified.findings().stream().map(it -> it.kind() + " " + it.path()))
        .containsExactlyInAnyOrder(
            "PUBLISHED_ORPHAN debian/pool/main/h/hello/stray.deb",
            "PUBLISHED_ORPHAN debian/dists/stable/extra/stray",
            "POOL_ORPHAN aa/bb/cccccccccccccccccccccccccccc_orphan_1_all.deb");
    store.cleanUp();
    assertThat(findings()).isEmpty();
  }

  @Test
  void theCatalogIsCheckedAgainstItself() throws SQLException {
    sql(
        "update repository set package_count = package_count + 1",
        "delete from package_file where package_id = (select id from package where name = 'tool'"
            + " and version = '1')",
        "update package_control set stanza = x'0041' where package_id = (select id from package"
            + " where name = 'hello' and version = '1' and architecture = 'amd64')");
    assertThat(findings().stream().map(Finding::toString))
        .anyMatch(it -> it.startsWith("local repo r says 5 packages and holds 4"))
        .anyMatch(it -> it.equals("package tool_1_amd64 lacks its files"))
        .anyMatch(it -> it.contains("package hello_1_amd64 has a stanza that"));
    sql(
        "pragma foreign_keys = off",
        "update package_set set members = x'00' where digest = (select packages from snapshot)");
    assertThat(findings().stream().map(Finding::toString))
        .anyMatch(it -> it.startsWith("snapshot s the package set"))
        .anyMatch(it -> it.startsWith("publication debian/stable component main the package set"));
  }

  @Test
  void danglingReferencesLeaveRepositoriesAndAreTold() throws SQLException {
    sql(
        "delete from package_file where package_id = (select id from package where name = 'tool'"
            + " and version = '2')",
        "delete from package_control where package_id = (select id from package where name = 'tool'"
            + " and version = '2')",
        "delete from package where name = 'tool' and version = '2'");
    assertThat(findings().stream().map(Finding::toString))
        .anyMatch(it -> it.equals("local repo r holds 1 packages that are not there"));
    var recovered = (Recovered) store.run(new Recover());
    assertThat(recovered.done())
        .anyMatch(it -> it.startsWith("local repo r: 1 references to packages that are not there"));
    assertThat(store.packagesOf("r")).doesNotContain("tool_2_amd64").hasSize(3);
    assertThat(findings().stream().map(Finding::toString))
        .noneMatch(it -> it.startsWith("local repo r"));
    // what a publication held is told, never changed
    assertThat(recovered.left()).anyMatch(it -> it.startsWith("publication debian/testing"));
  }

  @Test
  void aReleaseFileOfTheCatalogThatDoesNotNameItsIndicesIsFound() throws SQLException {
    sql(
        "update generation set release_text = replace(release_text,"
            + " 'main/binary-amd64/Packages.gz', 'main/binary-amd64/Packages.yz') where number ="
            + " 2");
    assertThat(findings()).extracting(Finding::kind).contains(Kind.RELEASE_WRONG);
  }

  @Test
  void nothingIsFoundWhilePublishesAndImportsGoOn() throws Exception {
    var over = new AtomicBoolean();
    try (var threads = Executors.newCachedThreadPool()) {
      Future<?> publishing =
          threads.submit(() -> {
            for (int i = 0; !over.get(); i++) {
              store.run(Store.updating("debian", "testing"));
              store.run(Store.switching("debian", "stable", "s"));
              if (i % 3 == 0) {
                store.run(Store.publishing(SourceKind.REPOSITORY, "r", "debian", "more"));
                store.run(Store.dropping("debian", "more"));
              }
            }
          });
      Future<?> importing =
          threads.submit(() -> {
            for (int i = 3; !over.get(); i++) {
              try {
                store.add("r", deb("tool", i + "." + i));
                store.remove("r", "tool (= %d.%d)".formatted(i - 2, i - 2));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
          });
      int settled = 0;
      long end = System.nanoTime() + 6_000_000_000L;
      while (System.nanoTime() < end || settled == 0) {
        Verified verified = verify(settled % 2 == 0 ? CheckDepth.WHOLE : CheckDepth.QUICK);
        assertThat(verified.findings()).isEmpty();
        if (!verified.unsettled().isEmpty()) {
          verified = (Verified) store.run(new Verify(CheckDepth.WHOLE, verified.unsettled()));
          assertThat(verified.findings()).isEmpty();
          assertThat(verified.unsettled()).isEmpty();
        }
        settled++;
      }
      over.set(true);
      publishing.get();
      importing.get();
      System.out.println("verified " + settled + " times");
    }
    assertThat(findings()).isEmpty();
  }

  @Test
  void aRepairThatDiesAnywhereIsDoneByTheNext() throws IOException {
    store.close();
    FileTrees.remove(root.resolve("store"));
    fill(LinkMethod.COPY);
    store.close();
    Setup setup = Setup.at(root.resolve("store")).signing().with(LinkMethod.COPY);
    Path file = pooled("hello_1_amd64.deb");
    byte[] good = Files.readAllBytes(file);
    int n = 0;
    boolean finished = false;
    while (!finished) {
      flip(file);
      Files.deleteIfExists(published("pool/main/t/tool/tool_2_amd64.deb"));
      Files.deleteIfExists(published("dists/testing/Release"));
      List<Finding> faults;
      try (Store healthy = new Store(setup)) {
        faults = faults((Verified) healthy.run(new Verify(CheckDepth.WHOLE, List.of())));
        assertThat(faults).hasSize(3);
      }
      n += 1 + n / 8; // each of the first calls, then some
      var stopping = Faults.from(n);
      try (Store doomed = new Store(setup.with(stopping).asDoomedProcess())) {
        stopping.arm();
        try {
          doomed.run(new Repair(faults));
          finished = stopping.count() < n;
        } catch (RepositoryException _) {
          // it died
        }
        stopping.disarm();
      } catch (RuntimeException _) {
        // it died so that even closing fails
      }
      store = new Store(setup);
      repair();
      assertThat(findings()).as("after dying at call %d", n).isEmpty();
      assertThat(file).hasBinaryContent(good);
      store.close();
      assertThat(n).isLessThan(300);
    }
    assertThat(n).isGreaterThan(10);
  }

  @Test
  void aCheckCanBeCancelled() throws Exception {
    try (var threads = Executors.newCachedThreadPool()) {
      Future<?> running =
          threads.submit(() -> {
            for (int i = 0; i < 2000; i++) {
              try {
                store.run(new Verify(CheckDepth.WHOLE, List.of()));
              } catch (RepositoryException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
                return;
              }
            }
            throw new AssertionError("nothing was cancelled");
          });
      while (!running.isDone()) {
        store.unfinished().forEach(task -> store.entrepot().cancel(task.id()));
      }
      running.get();
    }
    assertThat(
            new String(
                Files.readAllBytes(published("dists/stable/Release")), StandardCharsets.UTF_8))
        .contains("Suite");
  }
}
