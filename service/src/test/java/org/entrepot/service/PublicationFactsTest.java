package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.FormatException;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.index.ReleaseFile;
import org.entrepot.service.WholeArchive.Moment;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation.Attributes;
import org.entrepot.service.operation.PublicationOperation.Cleaning;
import org.entrepot.service.operation.PublicationOperation.Conflicts;
import org.entrepot.service.operation.PublicationOperation.Drop;
import org.entrepot.service.operation.PublicationOperation.EditSources;
import org.entrepot.service.operation.PublicationOperation.Publish;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.PublicationOperation.SourceEdit;
import org.entrepot.service.operation.PublicationOperation.Update;
import org.entrepot.service.operation.RepositoryOperation.AddPackages;
import org.entrepot.service.operation.RepositoryOperation.AfterImport;
import org.entrepot.service.operation.RepositoryOperation.Replacement;
import org.entrepot.service.operation.SnapshotOperation.DropSnapshot;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What apt clients find after publishing, in every way that publications can be changed.
@SuppressWarnings("NullAway.Init") // set before each test
class PublicationFactsTest {
  private static final Signing UNSIGNED =
      new Signing(
          Signing.Mode.SKIP, List.of(), Optional.empty(), List.of(), Optional.empty(), false);

  @TempDir Path root;
  private Store store;
  private int directories;

  @BeforeEach
  void openStore() {
    store = new Store(setup());
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private Setup setup() {
    return Setup.at(root.resolve("store")).signing();
  }

  private Path incoming() {
    try {
      return Files.createDirectories(root.resolve("incoming" + directories++));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void add(String repository, DebBuilder... debs) {
    Path directory = incoming();
    for (DebBuilder deb : debs) {
      deb.writeTo(directory);
    }
    OperationResult.Imported imported =
        (OperationResult.Imported)
            store.run(
                new AddPackages(
                    new RepositoryName(repository),
                    List.of(directory),
                    Replacement.REPLACE,
                    AfterImport.KEEP_FILES));
    assertThat(imported.failedFiles()).isEmpty();
  }

  private static DebBuilder deb(String name, String version) {
    return DebBuilder.of(name, version, "amd64").file("usr/bin/" + name, version);
  }

  private static Update updating(
      String prefix, Attributes attributes, Conflicts conflicts, Cleaning cleaning) {
    return new Update(
        PublicationPoint.parse(prefix, "stable"), attributes, conflicts, cleaning, Signing.DEFAULT);
  }

  private static Publish publishing(
      SourceKind kind, String prefix, String distribution, Attributes attributes, Source... from) {
    return new Publish(
        kind,
        List.of(from),
        StorageName.DEFAULT,
        Prefix.parse(prefix),
        Optional.of(distribution),
        List.of("amd64", "source"),
        attributes,
        Conflicts.REFUSE,
        Signing.DEFAULT);
  }

  private static Attributes changing(
      Optional<Boolean> byHash, Optional<Boolean> multiDist, Optional<Boolean> bzip2) {
    return attributes("", byHash, multiDist, bzip2, Optional.empty());
  }

  private static Attributes attributes(
      String originAndLabel,
      Optional<Boolean> byHash,
      Optional<Boolean> multiDist,
      Optional<Boolean> bzip2,
      Optional<Boolean> skipContents) {
    Optional<String> text = Optional.of(originAndLabel).filter(value -> !value.isEmpty());
    return new Attributes(
        text,
        text,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        skipContents,
        bzip2,
        byHash,
        multiDist,
        Optional.empty());
  }

  private void whole() {
    WholeArchive.check(store.publicRoot(), Moment.AT_REST);
  }

  private Path published(String path) {
    return store.publicRoot().resolve(path);
  }

  private String text(String path) throws IOException {
    return Files.readString(published(path), StandardCharsets.UTF_8);
  }

  private List<String> paths() throws IOException {
    return List.copyOf(WholeArchive.files(store.publicRoot()).keySet());
  }

  /// Nothing lies in the tree but what the present state needs.
  private void nothingIsLeftOver() {
    assertThat(store.cleanUp().publishedFiles()).isEmpty();
    whole();
  }

  @Test
  void theLastThreeStatesCanBeFetchedByHashAndOlderOnesGo() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "0"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", "p", "stable"));
    var releases = new ArrayList<String>();
    releases.add(text("p/dists/stable/Release"));
    for (int version = 1; version < 7; version++) {
      add("r", deb("hello", Integer.toString(version)));
      store.remove("r", "hello (= %d)".formatted(version - 1));
      store.run(Store.updating("p", "stable"));
      releases.add(text("p/dists/stable/Release"));
      int first = Math.max(0, releases.size() - 3);
      for (String release : releases.subList(first, releases.size())) {
        WholeArchive.checkOlder(store.publicRoot(), "p/dists/stable/Release", release);
      }
      for (String release : releases.subList(0, first)) {
        assertThatThrownBy(() ->
                WholeArchive.checkOlder(store.publicRoot(), "p/dists/stable/Release", release))
            .isInstanceOf(AssertionError.class);
      }
      assertThat(paths().stream().filter(path -> path.contains("/hello_")))
          .hasSize(Math.min(releases.size(), 3));
      whole();
    }
    nothingIsLeftOver();
  }

  @Test
  void optionsMayBeTurnedOnAndOffAndNothingStaysBehind() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"), deb("libzip", "1").field("Section", "libs"));
    Path sources = incoming();
    DscBuilder.withDiff("tool", "1.0-1").build().writeTo(sources);
    store.add("r", sources);
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    List<String> first = paths();
    var on = Optional.of(true);
    var off = Optional.of(false);
    var none = Optional.<Boolean>empty();
    var steps = new ArrayList<Attributes>();
    steps.add(changing(off, none, none));
    steps.add(changing(none, on, none));
    steps.add(changing(on, none, on));
    steps.add(changing(off, off, none));
    steps.add(attributes("", none, none, off, on));
    steps.add(attributes("", on, none, none, off));
    for (Attributes step : steps) {
      store.run(updating(".", step, Conflicts.REFUSE, Cleaning.CLEAN));
      whole();
    }
    for (int i = 0; i < 3; i++) {
      add("r", deb("hello", "1"));
      store.run(Store.updating(".", "stable"));
    }
    nothingIsLeftOver();
    assertThat(paths()).isEqualTo(first);
  }

  @Test
  void thePoolLayoutFollowsMultiDist() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    store.run(
        updating(
            ".",
            changing(Optional.empty(), Optional.of(true), Optional.empty()),
            Conflicts.REFUSE,
            Cleaning.CLEAN));
    assertThat(text("dists/stable/main/binary-amd64/Packages"))
        .contains("Filename: pool/stable/main/h/hello/hello_1_amd64.deb\n");
    whole();
  }

  @Test
  void droppingOneOfTwoThatShareAPoolKeepsTheFilesOfTheOther() throws IOException {
    store.createRepository("a");
    store.createRepository("b");
    Path shared = incoming();
    deb("shared", "1").writeTo(shared);
    store.add("a", shared);
    store.add("b", shared);
    add("a", deb("onlya", "1"));
    add("b", deb("onlyb", "1"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "a", "p", "stable"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "b", "p", "testing"));
    store.run(Store.dropping("p", "stable"));
    whole();
    assertThat(paths())
        .contains(
            "p/pool/main/s/shared/shared_1_amd64.deb", "p/pool/main/o/onlyb/onlyb_1_amd64.deb")
        .noneMatch(path -> path.contains("onlya") || path.contains("dists/stable"));
    nothingIsLeftOver();
    store.run(Store.dropping("p", "testing"));
    assertThat(paths()).isEmpty();
  }

  @Test
  void aRebuiltPackageOfTheSameVersionReplacesTheOldFile() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    add("r", deb("hello", "1").file("usr/share/doc/hello", "rebuilt"));
    store.run(Store.updating(".", "stable"));
    whole();
    add("r", deb("hello", "1"));
    store.run(Store.updating(".", "stable"));
    whole();
    nothingIsLeftOver();
  }

  @Test
  void anotherFileUnderANameThatAnotherPublicationNeedsIsRefusedNamingIt() throws IOException {
    store.createRepository("a");
    store.createRepository("b");
    add("a", deb("hello", "1"));
    add("b", deb("hello", "1").file("other", "content"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "a", "p", "stable"));
    List<String> before = paths();
    Operation refused = Store.publishing(SourceKind.REPOSITORY, "b", "p", "testing");
    assertThatThrownBy(() -> store.run(refused))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("pool/main/h/hello/hello_1_amd64.deb")
        .hasMessageContaining("p/stable");
    assertThat(paths()).isEqualTo(before);
    whole();
    var overwriting =
        new Publish(
            SourceKind.REPOSITORY,
            List.of(new Source("", "b")),
            StorageName.DEFAULT,
            Prefix.parse("p"),
            Optional.of("testing"),
            List.of("amd64"),
            Attributes.NONE,
            Conflicts.OVERWRITE,
            Signing.DEFAULT);
    store.run(overwriting);
    store.run(Store.dropping("p", "stable"));
    whole();
    assertThat(store.run(Store.publishing(SourceKind.REPOSITORY, "b", "q", "testing")))
        .isInstanceOf(OperationResult.Published.class);
  }

  @Test
  void skippedCleaningIsMadeUpForByACleanUp() throws IOException {
    store.createRepository("r");
    for (int version = 1; version <= 5; version++) {
      add("r", deb("hello", Integer.toString(version)));
      store.remove("r", "hello (<< %d)".formatted(version));
      store.run(
          version == 1
              ? Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable")
              : updating(".", Attributes.NONE, Conflicts.REFUSE, Cleaning.SKIP));
    }
    assertThat(paths().stream().filter(path -> path.contains("/hello_"))).hasSize(5);
    var dry = (OperationResult.CleanedUp) store.run(new CleanUp(Execution.DRY_RUN));
    assertThat(paths().stream().filter(path -> path.contains("/hello_"))).hasSize(5);
    assertThat(store.cleanUp()).isEqualTo(dry);
    assertThat(paths().stream().filter(path -> path.contains("/hello_"))).hasSize(3);
    whole();
    nothingIsLeftOver();
  }

  @Test
  void aForcedDropSucceedsThoughTheFilesCannotBeRemoved() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    Path outside = root.resolve("outside");
    Files.move(published("dists/stable"), outside);
    Files.createSymbolicLink(published("dists/stable"), outside);
    assertThatThrownBy(() -> store.run(Store.dropping(".", "stable")))
        .isInstanceOf(RepositoryException.class);
    store.run(new Drop(PublicationPoint.parse(".", "stable"), Force.FORCE, Cleaning.CLEAN));
    assertThat(store.output()).anyMatch(line -> line.startsWith("[!] "));
    assertThat(store.publications()).isEmpty();
    assertThat(store.intents()).isEmpty();
    assertThat(outside.resolve("Release")).exists();
  }

  @Test
  void pendingSourcesArePublishedByTheNextUpdateAndHeldUntilThen() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"));
    store.snapshot("s1", "r");
    add("r", deb("more", "1"));
    store.snapshot("s2", "r");
    store.run(Store.publishing(SourceKind.SNAPSHOT, "s1", ".", "stable"));
    PublicationPoint point = PublicationPoint.parse(".", "stable");
    List<String> before = paths();
    store.run(new EditSources(point, SourceEdit.ADD, List.of(new Source("contrib", "s2"))));
    assertThat(paths()).isEqualTo(before);
    assertThatThrownBy(() -> store.run(new DropSnapshot(new SnapshotName("s2"), Force.FORCE)))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("stable");
    store.run(Store.updating(".", "stable"));
    whole();
    assertThat(text("dists/stable/Release")).contains("Components: contrib main\n");
    store.run(new EditSources(point, SourceEdit.REMOVE, List.of(new Source("contrib", ""))));
    store.run(Store.updating(".", "stable"));
    whole();
    assertThat(text("dists/stable/Release")).contains("Components: main\n");
    store.run(new EditSources(point, SourceEdit.UPDATE, List.of(new Source("main", "s2"))));
    store.run(new EditSources(point, SourceEdit.DISCARD, List.of()));
    store.run(new DropSnapshot(new SnapshotName("s2"), Force.FORCE));
    store.run(Store.updating(".", "stable"));
    nothingIsLeftOver();
  }

  @Test
  void oneComponentBesideOthersAndAloneHasTheSameContentsUnderBothNames() throws IOException {
    store.createRepository("a");
    store.createRepository("b");
    add("a", deb("hello", "1"));
    add("b", deb("other", "1"));
    PublicationPoint point = PublicationPoint.parse(".", "stable");
    store.run(
        publishing(
            SourceKind.REPOSITORY,
            ".",
            "stable",
            Attributes.NONE,
            new Source("main", "a"),
            new Source("contrib", "b")));
    whole();
    store.run(new EditSources(point, SourceEdit.REMOVE, List.of(new Source("contrib", ""))));
    store.run(Store.updating(".", "stable"));
    whole();
    assertThat(Files.readAllBytes(published("dists/stable/Contents-amd64.gz")))
        .isEqualTo(Files.readAllBytes(published("dists/stable/main/Contents-amd64.gz")));
  }

  @Test
  void skeletonFilesArePublishedOncePerComponentAndNeverHideIndices() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"));
    Path skeleton =
        Files.createDirectories(root.resolve("store/skel/p/dists/stable/main/dep11/icons"));
    Files.writeString(skeleton.resolve("icons.tar"), "icons");
    Path main = root.resolve("store/skel/p/dists/stable/main");
    Files.writeString(main.resolve("Contents-amd64.gz"), "not an index");
    Files.createDirectories(main.resolve("binary-amd64"));
    Files.writeString(main.resolve("binary-amd64/Packages"), "not an index");
    Files.writeString(main.resolve("README"), "read me");
    Files.writeString(main.resolve("README.bak"), "read me");
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", "p", "stable"));
    whole();
    assertThat(text("p/dists/stable/main/dep11/icons/icons.tar")).isEqualTo("icons");
    assertThat(text("p/dists/stable/Release").lines().filter(line -> line.endsWith("icons.tar")))
        .hasSize(4);
    assertThat(text("p/dists/stable/Release").lines().filter(l -> l.endsWith("main/README")))
        .hasSize(4);
    Files.delete(main.resolve("README.bak"));
    Files.writeString(main.resolve("README"), "read me again");
    store.run(Store.updating("p", "stable"));
    whole();
    assertThat(text("p/dists/stable/main/README")).isEqualTo("read me again");
    assertThat(published("p/dists/stable/main/README.bak")).doesNotExist();
    nothingIsLeftOver();
  }

  @Test
  void udebsHaveTheirOwnIndices() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"), deb("boot", "1").suffix(".udeb"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    assertThat(text("dists/stable/main/binary-amd64/Packages"))
        .contains("Package: hello\n")
        .doesNotContain("Package: boot\n");
    assertThat(text("dists/stable/main/debian-installer/binary-amd64/Packages"))
        .contains("Package: boot\n")
        .doesNotContain("Package: hello\n");
    assertThat(published("dists/stable/main/Contents-udeb-amd64.gz")).exists();
    whole();
    store.remove("r", "boot");
    store.run(Store.updating(".", "stable"));
    whole();
    assertThat(published("dists/stable/main/debian-installer/binary-amd64/Packages"))
        .doesNotExist();
    assertThat(published("dists/stable/main/Contents-udeb-amd64.gz")).doesNotExist();
  }

  @Test
  void contentsNamePathsWithBlanksAndAllOwnersInOrder() throws IOException {
    store.createRepository("r");
    add(
        "r",
        DebBuilder.of("zeta", "1", "all")
            .field("Section", "utils")
            .file("usr/share/two words/a file", "x")
            .file("usr/share/common", "x"),
        DebBuilder.of("alpha", "1", "amd64")
            .field("Section", "utils")
            .file("usr/share/common", "y"),
        DebBuilder.of("beta", "1", "i386").file("usr/share/common", "y"),
        DebBuilder.of("plain", "1", "amd64").without("Section").file("./bin/\u00fcml", "y"),
        DebBuilder.of("alpha", "2", "amd64")
            .field("Section", "utils")
            .file("usr/share/common", "y"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    byte[] packed = Files.readAllBytes(published("dists/stable/main/Contents-amd64.gz"));
    String contents;
    try (var in = Compression.GZIP.decompress(new java.io.ByteArrayInputStream(packed))) {
      contents = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(contents)
        .isEqualTo(
            """
            FILE LOCATION
            bin/\u00fcml plain
            usr/share/common utils/alpha,utils/zeta
            usr/share/two words/a file utils/zeta
            """);
  }

  @Test
  void twoPublicationsOfOneSnapshotAreEqualByteForByte() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"), deb("boot", "1").suffix(".udeb"));
    store.snapshot("s", "r");
    Attributes same =
        attributes("Us", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    store.run(publishing(SourceKind.SNAPSHOT, "a", "stable", same, new Source("", "s")));
    store.run(publishing(SourceKind.SNAPSHOT, "b/c", "stable", same, new Source("", "s")));
    assertThat(WholeArchive.files(published("b/c"))).isEqualTo(WholeArchive.files(published("a")));
    try (var other = new Store(Setup.at(root.resolve("other")).signing())) {
      other.createRepository("r");
      Path directory = incoming();
      deb("boot", "1").suffix(".udeb").writeTo(directory);
      deb("hello", "1").writeTo(directory);
      other.add("r", directory);
      other.snapshot("s", "r");
      other.run(publishing(SourceKind.SNAPSHOT, "a", "stable", same, new Source("", "s")));
      assertThat(WholeArchive.files(other.publicRoot().resolve("a")))
          .isEqualTo(WholeArchive.files(published("a")));
    }
  }

  @Test
  void anUnsignedUpdateLeavesNoStaleSignature() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    assertThat(published("dists/stable/InRelease")).exists();
    add("r", deb("more", "1"));
    store.run(
        new Update(
            PublicationPoint.parse(".", "stable"),
            Attributes.NONE,
            Conflicts.REFUSE,
            Cleaning.CLEAN,
            UNSIGNED));
    assertThat(published("dists/stable/InRelease")).doesNotExist();
    assertThat(published("dists/stable/Release.gpg")).doesNotExist();
    whole();
    store.run(Store.updating(".", "stable"));
    assertThat(published("dists/stable/InRelease")).exists();
    whole();
  }

  @Test
  void theReleaseFileListsEveryFileOfTheDistributionOnce() throws IOException, FormatException {
    store.createRepository("r");
    add("r", deb("hello", "1"), deb("boot", "1").suffix(".udeb"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    var release =
        ReleaseFile.read(Files.readAllBytes(published("dists/stable/Release")), "Release");
    Map<String, String> present = new TreeMap<>(WholeArchive.files(published("dists/stable")));
    present.keySet().removeIf(path -> path.contains("by-hash/") || path.matches("(In)?Release.*"));
    assertThat(release.files().keySet()).containsAll(present.keySet());
    var onlyListed = new ArrayList<>(release.files().keySet());
    onlyListed.removeAll(present.keySet());
    assertThat(onlyListed).allMatch(path -> path.contains("Contents-"));
    assertThat(text("dists/stable/Release"))
        .contains("Date: Tue, 14 Nov 2023 22:13:20 UTC\n", "Suite: stable\n", "Codename: stable\n");
    assertThat(text("dists/stable/Release").lines().filter(line -> line.endsWith("Packages.xz")))
        .hasSize(8);
  }

  @Test
  void anEmptyRepositoryIsPublishedForTheArchitecturesThatAreNamed() throws IOException {
    store.createRepository("r");
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    assertThat(published("dists/stable/main/binary-amd64/Packages")).isEmptyFile();
    assertThat(text("dists/stable/Release")).contains("Architectures: amd64\n");
    whole();
    var guessing =
        new Publish(
            SourceKind.REPOSITORY,
            List.of(new Source("", "r")),
            StorageName.DEFAULT,
            Prefix.parse("other"),
            Optional.of("stable"),
            List.of(),
            Attributes.NONE,
            Conflicts.REFUSE,
            Signing.DEFAULT);
    assertThatThrownBy(() -> store.run(guessing)).hasMessageContaining("-architectures");
    store.run(Store.dropping(".", "stable"));
    assertThat(paths()).isEmpty();
  }

  @Test
  void aDistributionBelowAnotherNeverTouchesItsFiles() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    store.createRepository("u");
    add("u", deb("update", "1"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "u", ".", "stable/updates"));
    whole();
    nothingIsLeftOver();
    store.run(Store.dropping(".", "stable"));
    whole();
    assertThat(published("dists/stable/updates/Release")).exists();
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    assertThatThrownBy(
            () -> store.run(Store.publishing(SourceKind.REPOSITORY, "u", ".", "stable/main")))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("stable");
    whole();
  }

  @Test
  void filesWithTheSameNameInOneComponentAreRefusedBeforeAnythingIsPublished() throws IOException {
    store.createRepository("r");
    Path directory = incoming();
    Files.createDirectories(directory.resolve("a"));
    Files.createDirectories(directory.resolve("b"));
    Files.write(directory.resolve("a/hello.deb"), deb("hello", "1").toBytes());
    Files.write(directory.resolve("b/hello.deb"), deb("hello", "2").toBytes());
    store.add("r", directory);
    assertThatThrownBy(() -> store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable")))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("pool/main/h/hello/hello.deb");
    assertThat(paths()).isEmpty();
    store.remove("r", "hello (= 1)");
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    whole();
  }

  @Test
  void anAddedPackageCannotTakeTheFileNameOfOneThatStays() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1.0"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    add("r", deb("hello", "1:1.0"));
    List<String> before = paths();
    assertThatThrownBy(() -> store.run(Store.updating(".", "stable")))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("pool/main/h/hello/hello_1.0_amd64.deb");
    assertThat(paths()).isEqualTo(before);
    whole();
    store.remove("r", "hello (= 1.0)");
    store.run(Store.updating(".", "stable"));
    whole();
  }

  @Test
  void overwritingRepairsADamagedFile() throws IOException {
    store.createRepository("a");
    add("a", deb("hello", "1"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "a", ".", "stable"));
    Files.delete(published("pool/main/h/hello/hello_1_amd64.deb"));
    Files.writeString(published("pool/main/h/hello/hello_1_amd64.deb"), "damaged");
    store.run(updating(".", Attributes.NONE, Conflicts.OVERWRITE, Cleaning.CLEAN));
    whole();
  }

  @Test
  void aDropThatFailedIsFinishedByTheNextDrop() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"));
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    Path outside = root.resolve("outside");
    Files.move(published("dists/stable"), outside);
    Files.createSymbolicLink(published("dists/stable"), outside);
    assertThatThrownBy(() -> store.run(Store.dropping(".", "stable")))
        .isInstanceOf(RepositoryException.class);
    assertThat(store.unfinished()).isEmpty();
    Files.delete(published("dists/stable"));
    Files.move(outside, published("dists/stable"));
    store.run(Store.dropping(".", "stable"));
    assertThat(paths()).isEmpty();
    assertThat(store.publications()).isEmpty();
  }

  @Test
  void aFileThatSomebodyElsePutInTheWayIsReplaced() throws IOException {
    store.createRepository("r");
    add("r", deb("hello", "1"));
    Path foreign = published("pool/main/h/hello/hello_1_amd64.deb");
    Files.createDirectories(foreign.resolveSibling(""));
    Files.writeString(foreign, "foreign");
    store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
    whole();
  }
}
