package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult.Imported;
import org.entrepot.service.operation.RepositoryOperation.AddPackages;
import org.entrepot.service.operation.RepositoryOperation.AfterImport;
import org.entrepot.service.operation.RepositoryOperation.Replacement;
import org.entrepot.testkit.BuiltFiles;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.entrepot.testkit.HostileDebs;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Imports what people and attackers hand over.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(120)
class ImportingTest {
  @TempDir Path root;
  private Path incoming;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    incoming = Files.createDirectories(root.resolve("incoming"));
    store = new Store(root.resolve("store"));
    store.createRepository("r");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private Path deb(String name, String version, String content) {
    return DebBuilder.of(name, version, "amd64").file("usr/bin/" + name, content).writeTo(incoming);
  }

  private Imported importing(Replacement replacement, AfterImport afterImport, Path... paths) {
    Operation operation =
        new AddPackages(new RepositoryName("r"), List.of(paths), replacement, afterImport);
    return (Imported) store.run(operation);
  }

  private List<String> members() {
    return store
        .catalog()
        .read(view -> {
          var set = view.set(view.findRepository(new RepositoryName("r")).orElseThrow().packages());
          return view.packages(set).stream().map(p -> p.value().displayName()).sorted().toList();
        });
  }

  private void nothingIsLeftOver() {
    var cleaned = store.cleanUp();
    assertThat(cleaned.packages()).isEmpty();
    assertThat(cleaned.poolFiles()).isEmpty();
    assertThat(root.resolve("store/pool/.tmp"))
        .satisfiesAnyOf(
            tmp -> assertThat(tmp).doesNotExist(), tmp -> assertThat(tmp).isEmptyDirectory());
  }

  @Test
  void everyHostilePackageIsRefusedInOneSentenceAndNoneStopsTheGoodOnes() throws IOException {
    deb("good", "1.0", "x");
    int number = 0;
    for (Map.Entry<String, byte[]> hostile : HostileDebs.all().entrySet()) {
      if (!hostile.getKey().contains("bomb")) {
        Files.write(incoming.resolve("hostile%03d.deb".formatted(number++)), hostile.getValue());
      }
    }
    deb("zgood", "1.0", "x");
    Imported imported = store.add("r", incoming);
    assertThat(imported.added()).containsExactly("good_1.0_amd64", "zgood_1.0_amd64");
    assertThat(imported.failedFiles()).hasSize(number).doesNotHaveDuplicates();
    assertThat(imported.warnings())
        .hasSize(number)
        .allSatisfy(warning ->
            assertThat(warning)
                .contains("hostile")
                .doesNotContain("\n")
                .doesNotContain("Exception")
                .doesNotContain("null"));
    nothingIsLeftOver();
  }

  @Test
  void aFileNameThatCouldForgeAnIndexIsRefused() throws IOException {
    deb("good", "1.0", "x");
    byte[] bytes = DebBuilder.of("evil", "1.0", "amd64").file("a", "a").toBytes();
    for (String name :
        List.of("evil\nSHA256: 00.deb", "evil\u0001.deb", "evil\\..\\x.deb", "evil\u007f.deb")) {
      Files.write(incoming.resolve(name), bytes);
    }
    Imported imported = store.add("r", incoming);
    assertThat(imported.added()).containsExactly("good_1.0_amd64");
    assertThat(imported.failedFiles()).hasSize(4);
    assertThat(imported.warnings()).allSatisfy(w -> assertThat(w).doesNotContain("\n"));
  }

  @Test
  void hostileFieldsAreRefused() throws IOException {
    var hostile =
        List.of(
            DebBuilder.of("a", "1.0", "amd64").field("Source", "../../../evil"),
            DebBuilder.of("b", "1.0", "amd64").field("Source", "/etc/cron.d/x"),
            DebBuilder.of("c", "1.0", "amd64").field("Package", "../../evil"),
            DebBuilder.of("d", "1.0", "amd64").field("Package", ""),
            DebBuilder.of("e", "1.0", "amd64").field("Version", "1.0/../../x"),
            DebBuilder.of("f", "1.0", "amd64").field("Architecture", "../amd64"),
            DebBuilder.of("g", "1.0", "amd64").without("Version"),
            DebBuilder.of("h", "1.0", "amd64").without("Architecture"),
            DebBuilder.of("i", "1.0", "amd64").field("Source", "x\u0000y"));
    int number = 0;
    for (DebBuilder deb : hostile) {
      Files.write(incoming.resolve("h" + number++ + ".deb"), deb.file("x", "x").toBytes());
    }
    Imported imported = store.add("r", incoming);
    assertThat(imported.added()).isEmpty();
    assertThat(imported.failedFiles()).hasSize(hostile.size());
    nothingIsLeftOver();
  }

  @Test
  void aPipeADirectoryAndADanglingLinkAreRefusedWithoutWaiting() throws IOException {
    Path good = deb("good", "1.0", "x");
    Path pipe = incoming.resolve("pipe.deb");
    Tool.of("mkfifo").run(pipe).requireSuccess();
    Path directory = Files.createDirectories(incoming.resolve("directory.deb"));
    Files.write(directory.resolve("readme.txt"), new byte[1]);
    Path dangling = incoming.resolve("dangling.deb");
    Files.createSymbolicLink(dangling, Path.of("nowhere.deb"));
    Path missing = incoming.resolve("missing.deb");
    Imported imported = store.add("r", good, pipe, directory, dangling, missing);
    assertThat(imported.added()).containsExactly("good_1.0_amd64");
    assertThat(imported.failedFiles())
        .containsExactlyInAnyOrder(pipe.toString(), dangling.toString(), missing.toString());
    assertThat(store.add("r", incoming).added()).containsExactly("good_1.0_amd64");
    nothingIsLeftOver();
  }

  @Test
  void directoriesAreWalkedBySuffixWithoutEnteringLinkedOnes() throws IOException {
    Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
    DebBuilder.of("outside", "1.0", "amd64").writeTo(elsewhere);
    Files.createSymbolicLink(incoming.resolve("linked-directory"), elsewhere);
    Files.createSymbolicLink(
        incoming.resolve("linked_1.0_amd64.deb"),
        DebBuilder.of("linked", "1.0", "amd64")
            .writeTo(Files.createDirectories(root.resolve("e2"))));
    Path deep = Files.createDirectories(incoming.resolve("a/b/c"));
    DebBuilder.of("deep", "1.0", "all").writeTo(deep);
    DebBuilder.of("installer", "1.0", "amd64").suffix(".udeb").writeTo(deep);
    DebBuilder.of("symbols", "1.0", "amd64").suffix(".ddeb").writeTo(deep);
    DscBuilder.nativePackage("src", "1.0").build().writeTo(deep);
    Files.write(deep.resolve("UPPER_1.0_amd64.DEB"), new byte[1]);
    Files.write(deep.resolve("notes.txt"), new byte[1]);
    Files.write(deep.resolve("src_1.0_amd64.changes"), new byte[1]);
    Imported imported = store.add("r", incoming);
    assertThat(imported.added())
        .containsExactly(
            "deep_1.0_all",
            "installer_1.0_amd64",
            "src_1.0_source",
            "symbols_1.0_amd64",
            "linked_1.0_amd64");
    assertThat(imported.failedFiles()).isEmpty();
    Path other = deep.resolve("notes.txt");
    assertThat(store.add("r", other).failedFiles()).containsExactly(other.toString());
  }

  @Test
  void aDirectoryWithoutPackagesIsTold() throws IOException {
    String told = "There is no .deb, .udeb, .ddeb or .dsc file in " + incoming;
    store.add("r", incoming);
    assertThat(store.output()).contains(told);
    deb("hello", "1.0", "x");
    store.add("r", incoming);
    assertThat(store.output()).doesNotContain(told);
  }

  @Test
  void theSamePackageTwiceIsAddedTwiceAndStoredOnce() {
    Path deb = deb("hello", "1.0", "x");
    assertThat(store.add("r", deb).added()).containsExactly("hello_1.0_amd64");
    assertThat(store.add("r", deb, deb).failedFiles()).isEmpty();
    assertThat(members()).containsExactly("hello_1.0_amd64");
  }

  @Test
  void anotherBuildOfAVersionConflictsUnlessItReplaces() throws IOException {
    store.add("r", deb("hello", "1.0", "x"));
    Path rebuilt = deb("hello", "1.0", "y");
    Imported refused = store.add("r", rebuilt);
    assertThat(refused.added()).isEmpty();
    assertThat(refused.failedFiles()).containsExactly(rebuilt.toString());
    assertThat(refused.warnings().getFirst()).contains("conflict in package hello_1.0_amd64");
    Imported replaced = importing(Replacement.REPLACE, AfterImport.KEEP_FILES, rebuilt);
    assertThat(replaced.added()).containsExactly("hello_1.0_amd64");
    assertThat(replaced.removed()).containsExactly("hello_1.0_amd64");
    assertThat(members()).containsExactly("hello_1.0_amd64");
    var stored =
        store
            .catalog()
            .read(view ->
                view.packages(
                    view.set(
                        view.findRepository(new RepositoryName("r")).orElseThrow().packages())));
    assertThat(stored.getFirst().value().files().getFirst().checksums())
        .isEqualTo(ChecksumCalculator.of(rebuilt));
  }

  @Test
  void twoFilesOfOneImportThatConflictGiveOnePackage() throws IOException {
    Path first = deb("hello", "1.0", "x");
    Path second =
        Files.write(
            incoming.resolve("z.deb"),
            DebBuilder.of("hello", "1.0", "amd64").file("usr/bin/hello", "y").toBytes());
    Imported imported = store.add("r", second, first);
    assertThat(imported.added()).containsExactly("hello_1.0_amd64");
    assertThat(imported.failedFiles()).containsExactly(second.toString());
  }

  @Test
  void aSourceThatLiesIsRefusedAndItsPartsDoNotStay() throws IOException {
    Path wrong = Files.createDirectories(incoming.resolve("wrong"));
    DscBuilder.nativePackage("digests", "1.0")
        .lieAboutDigests("digests_1.0.tar.xz")
        .build()
        .writeTo(wrong);
    DscBuilder.nativePackage("size", "1.0").lieAboutSize("size_1.0.tar.xz").build().writeTo(wrong);
    DscBuilder.nativePackage("out", "1.0")
        .listAs("out_1.0.tar.xz", "../../../../etc/passwd")
        .build()
        .writeTo(wrong);
    BuiltFiles lacking = DscBuilder.nativePackage("lacking", "1.0").build();
    lacking.writeTo(wrong);
    Files.delete(wrong.resolve("lacking_1.0.tar.xz"));
    DscBuilder.nativePackage("good", "1.0").build().writeTo(wrong);
    Imported imported = store.add("r", wrong);
    assertThat(imported.added()).containsExactly("good_1.0_source");
    assertThat(imported.failedFiles()).hasSize(4);
    assertThat(imported.warnings()).anySatisfy(w -> assertThat(w).contains("digests_1.0.tar.xz"));
    assertThat(imported.warnings()).anySatisfy(w -> assertThat(w).contains("lacking_1.0.tar.xz"));
    nothingIsLeftOver();
  }

  @Test
  void aPartOfASourceMayComeFromThePoolUnderItsDigest() throws IOException {
    DscBuilder.withDiff("tool", "1.0-1").build().writeTo(incoming);
    store.add("r", incoming);
    Path second = Files.createDirectories(root.resolve("second"));
    DscBuilder.withDiff("tool", "1.0-2").build().writeTo(second);
    Files.delete(second.resolve("tool_1.0.orig.tar.gz"));
    assertThat(store.add("r", second).added()).containsExactly("tool_1.0-2_source");
  }

  @Test
  void importedFilesAreRemovedWithTheirPartsWhenAsked() throws IOException {
    deb("hello", "1.0", "x");
    DscBuilder.withDiff("tool", "1.0-1").build().writeTo(incoming);
    Files.write(incoming.resolve("hello_1.0_amd64.buildinfo"), new byte[1]);
    Path broken = Files.write(incoming.resolve("broken.deb"), new byte[10]);
    Path other = Files.write(incoming.resolve("README"), new byte[10]);
    importing(Replacement.REFUSE, AfterImport.REMOVE_FILES, incoming);
    try (var left = Files.list(incoming)) {
      assertThat(left).containsExactlyInAnyOrder(broken, other);
    }
  }

  @Test
  void aFileThatChangesWhileItIsReadIsStoredAsItWasRead() throws IOException {
    Path deb = incoming.resolve("moving.deb");
    byte[] one = DebBuilder.of("moving", "1.0", "amd64").file("x", "1".repeat(20_000)).toBytes();
    byte[] two = DebBuilder.of("moving", "2.0", "amd64").file("x", "2".repeat(40_000)).toBytes();
    Files.write(deb, one);
    var stop = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; !stop.get(); i++) {
                try {
                  Files.write(deb, i % 2 == 0 ? two : one);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }
            });
    try {
      for (int i = 0; i < 300 && members().isEmpty(); i++) {
        store.add("r", deb);
      }
    } finally {
      stop.set(true);
      join(writer);
    }
    var rows =
        store
            .catalog()
            .read(view -> view.packages(view.allPackages()).stream().map(p -> p.value()).toList());
    for (var value : rows) {
      var file = value.files().getFirst();
      byte[] expected = value.version().toString().equals("1.0") ? one : two;
      assertThat(file.checksums()).isEqualTo(ChecksumCalculator.of(expected));
    }
    assertThat(store.cleanUp().poolFiles()).isEmpty();
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingGivenIsRefusedBeforeItBecomesATask() {
    assertThatThrownBy(() -> store.add("r"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("no files given");
  }

  @Test
  void bytesThatAreNotUtf8SurviveIntoTheIndex() throws IOException {
    byte[] control =
        "Package: latin\nVersion: 1.0\nArchitecture: amd64\nMaintainer: J\u00fcrgen <j@e>\nDescription: caf\u00e9\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(
        incoming.resolve("latin_1.0_amd64.deb"),
        DebBuilder.of("latin", "1.0", "amd64").controlText(control).file("x", "x").toBytes());
    var failed = new ArrayList<String>(store.add("r", incoming).failedFiles());
    assertThat(failed).isEmpty();
    store.run(
        Store.publishing(org.entrepot.domain.snapshot.SourceKind.REPOSITORY, "r", ".", "stable"));
    assertThat(
            Files.readString(
                store.publicRoot().resolve("dists/stable/main/binary-amd64/Packages"),
                StandardCharsets.ISO_8859_1))
        .contains("Maintainer: J\u00fcrgen <j@e>\n", "Description: caf\u00e9\n");
  }
}
