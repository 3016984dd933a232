package org.entrepot.domain.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Spec domain 8.1 with B6, B7 and B39.
class NamesTest {
  private static final List<Function<String, Object>> ALL =
      List.of(
          RepositoryName::new,
          SnapshotName::new,
          MirrorName::new,
          ComponentName::new,
          Distribution::new);

  static Stream<String> unusable() {
    return Stream.of(
        "",
        ".",
        "..",
        "../x",
        "/",
        "a\nb",
        "a\u0000",
        "a\u007f",
        "a\u0085b",
        "a\u2028b",
        "\uD800",
        "x".repeat(256),
        "\u00e9".repeat(128));
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("unusable")
  void refusesWhatCouldLeaveADirectoryOrBreakALine(String name) {
    for (var type : ALL) {
      assertThatThrownBy(() -> type.apply(name))
          .isInstanceOf(InvalidNameException.class)
          .message()
          .matches("the [^\\p{Cntrl}]{1,1200}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "main", "my repo", "\u00fc\uD83D\uDE00", "-x", "...", "a:b@c%"})
  void acceptsOtherNames(String name) {
    assertThat(new RepositoryName(name)).hasToString(name);
    assertThat(new SnapshotName(name)).hasToString(name);
    assertThat(new MirrorName(name)).hasToString(name);
  }

  @Test
  void acceptsNamesOfTheGreatestLength() {
    assertThat(new RepositoryName("x".repeat(255)).value()).hasSize(255);
  }

  @Test
  void namesMayNotHoldSlashesExceptThoseOfDistributions() {
    assertThatThrownBy(() -> new RepositoryName("a/b")).hasMessageContaining("contains a slash");
    assertThatThrownBy(() -> new ComponentName("a/b")).hasMessageContaining("contains a slash");
    assertThat(new Distribution("trixie/updates")).hasToString("trixie/updates");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./",
        "flat/",
        "/sid",
        "a//b",
        "a/../b",
        "../../x",
        "a/./b",
        "a b",
        "a/by-hash",
        "sid/Release"
      })
  void refusesDistributionsThatLieElsewhere(String value) {
    assertThatThrownBy(() -> new Distribution(value)).isInstanceOf(InvalidNameException.class);
  }

  @Test
  void asksForTheDistributionOfAFlatRepository() {
    assertThatThrownBy(() -> new Distribution("./")).hasMessageContaining("name a distribution");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "by-hash", "Release", "InRelease", "Release.gpg", "Contents-amd64", "a,b"})
  void refusesComponentsThatClashWithFilesOrLists(String value) {
    assertThatThrownBy(() -> new ComponentName(value)).isInstanceOf(InvalidNameException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          ``           ; .
          .            ; .
          /            ; .
          ./           ; .
          debian       ; debian
          /debian/     ; debian
          a//b/./c     ; a/b/c
          ./a          ; a
          ...          ; ...
          """)
  void cleansPrefixes(String text, String expected) {
    assertThat(Prefix.parse(text)).hasToString(expected);
    assertThat(Prefix.parse(expected)).isEqualTo(new Prefix(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "a/../b", "../a", "dists", "a/pool", "pool/x", "a:b", "a\nb", "a/dists/b"})
  void refusesPrefixesInsideArchivesOrOutsideTheStorage(String text) {
    assertThatThrownBy(() -> Prefix.parse(text)).isInstanceOf(InvalidNameException.class);
  }

  @Test
  void refusesPrefixesThatAreNotClean() {
    assertThatThrownBy(() -> new Prefix("a/")).hasMessageContaining("clean form a");
    assertThatThrownBy(() -> new Prefix("")).isInstanceOf(InvalidNameException.class);
    assertThatThrownBy(() -> Prefix.parse("a/".repeat(600))).hasMessageContaining("longer");
    assertThat(new Prefix("a/b").elements()).containsExactly("a", "b");
    assertThat(Prefix.ROOT.elements()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          .                  ; ``            ; .     ; ./sid
          ``                 ; ``            ; .     ; ./sid
          debian             ; ``            ; debian; debian/sid
          filesystem:x:      ; filesystem:x  ; .     ; filesystem:x:./sid
          s3:east:a/b        ; s3:east       ; a/b   ; s3:east:a/b/sid
          :.                 ; ``            ; .     ; ./sid
          """)
  void splitsStorageAndPrefixAtTheLastColon(
      String location, String storage, String prefix, String shown) {
    var point = PublicationPoint.parse(location, "sid");
    assertThat(point.storage().value()).isEqualTo(storage);
    assertThat(point.prefix().path()).isEqualTo(prefix);
    assertThat(point).hasToString(shown);
    assertThat(PublicationPoint.parse(point.location(), "sid")).isEqualTo(point);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk:x", "filesystem", "filesystem:", "s3:a/b", ":x", "S3:x"})
  void refusesUnknownStorages(String value) {
    assertThatThrownBy(() -> new StorageName(value)).isInstanceOf(InvalidNameException.class);
  }

  @Test
  void tellsKindAndNameOfAStorage() {
    assertThat(new StorageName("s3:a:b").kind()).isEqualTo("s3");
    assertThat(new StorageName("s3:a:b").name()).isEqualTo("a:b");
    assertThat(StorageName.DEFAULT.kind()).isEmpty();
    assertThat(StorageName.DEFAULT.isDefault()).isTrue();
  }

  @Test
  void ordersByBytes() {
    // Java would put the surrogates of U+1F600 before U+FFFD.
    assertThat(new RepositoryName("\uFFFD")).isLessThan(new RepositoryName("\uD83D\uDE00"));
    assertThat(new RepositoryName("B")).isLessThan(new RepositoryName("a"));
  }
}
