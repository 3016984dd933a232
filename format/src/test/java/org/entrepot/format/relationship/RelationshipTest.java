package org.entrepot.format.relationship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.entrepot.format.FormatException;
import org.entrepot.format.Seed;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.version.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelationshipTest {
  private static Alternative one(String text) throws FormatException {
    var alternatives = Relationship.parse(text).alternatives();
    assertThat(alternatives).hasSize(1);
    return alternatives.getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a; a",
        "a(>=1); a (>= 1)",
        "a ( >= 1 ); a (>= 1)",
        "a (1); a (= 1)",
        "a (= 1); a (= 1)",
        "a (< 1); a (<= 1)",
        "a (<= 1); a (<= 1)",
        "a (> 1); a (>= 1)",
        "a (<< 1); a (<< 1)",
        "a (>> 1:2-3); a (>> 1:2-3)",
        "a:any; a:any",
        "a:native (>= 1); a:native (>= 1)",
        "a|b ( >= 2 )|c; a | b (>= 2) | c",
        "a [amd64   !i386]; a [amd64 !i386]",
        "a (>= 1)[linux-any]<!nocheck>; a (>= 1) [linux-any] <!nocheck>",
        "a <!nocheck !cross> <stage1>; a <!nocheck !cross> <stage1>",
        "d  (>=1); d (>= 1)",
        "libstdc++6 (>= 4.8~); libstdc++6 (>= 4.8~)",
      })
  void readsEveryPartAndPrintsItInCustomarySpacing(String text, String printed) throws Exception {
    assertThat(Relationship.parse(text)).hasToString(printed);
    assertThat(Relationship.parse(printed)).isEqualTo(Relationship.parse(text));
  }

  @Test
  void readsAField() throws Exception {
    var items = Relationship.parseField("a ,b|c,\n d  (>=1),\t, e,");
    assertThat(items)
        .extracting(Relationship::toString)
        .containsExactly("a", "b | c", "d (>= 1)", "e");
    assertThat(Relationship.join(items)).isEqualTo("a, b | c, d (>= 1), e");
    assertThat(Relationship.parseField(" \n ")).isEmpty();
    assertThat(Relationship.parseField(",,")).isEmpty();
  }

  @Test
  void givesTheParts() throws Exception {
    var alternative = one("gcc-12:any (>= 12.2) [amd64 !hurd-any] <!nocheck>");
    assertThat(alternative.name()).isEqualTo("gcc-12");
    assertThat(alternative.qualifier()).hasValue("any");
    var version = alternative.version().orElseThrow();
    assertThat(version.relation()).isEqualTo(Relation.LATER_OR_EQUAL);
    assertThat(version.version()).isEqualTo(Version.parseLenient("12.2"));
    assertThat(alternative.architectures())
        .extracting(ArchitectureRestriction::sense)
        .containsExactly(Sense.ONLY, Sense.NOT);
    assertThat(alternative.profiles())
        .containsExactly(List.of(new ProfileRestriction(Sense.NOT, "nocheck")));
    assertThat(Alternative.of("x", version)).hasToString("x (>= 12.2)");
    assertThat(Alternative.of("x")).hasToString("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a (=> 1)",
        "a (== 1)",
        "a (>< 1)",
        "a (<<< 1)",
        "a (>= )",
        "a ()",
        "a (>= 1",
        "a >= 1)",
        "a (>= 1 2)",
        "(>= 1)",
        "a b",
        "a |",
        "| a",
        "a | | b",
        "a:",
        ":any",
        "a [amd64",
        "a ]",
        "a [!]",
        "a [a_b]",
        "a <x",
        "a >",
        "a <!>",
        "a (>= 1) x",
        "a [amd64] (>= 1)",
        "a <x> [amd64]"
      })
  void refusesMalformedText(String text) {
    assertThatThrownBy(() -> Relationship.parseField("ok, " + text + ", fine"))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("the relationship ")
        .hasMessageContaining("Policy 7.1");
  }

  @Test
  void oneRelationshipIsNotSeveral() {
    assertThatThrownBy(() -> Relationship.parse("a, b")).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> Relationship.parse("")).isInstanceOf(FormatException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "<< 2, 1, true", "<< 2, 2, false", "<= 2, 2, true", "<= 2, 3, false", "= 2, 2-0, true",
    "= 2, 2-1, false", ">= 2, 2, true", ">= 2, 2~, false", ">> 2, 2, false", ">> 2, 2-1, true"
  })
  void constraintsCompareVersions(String constraint, String version, boolean expected)
      throws Exception {
    var parsed = one("a (" + constraint + ")").version().orElseThrow();
    assertThat(parsed).hasToString(constraint);
    assertThat(parsed.admits(Version.parseLenient(version))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a, amd64, '', true",
    "a [amd64 i386], i386, '', true",
    "a [amd64 i386], armhf, '', false",
    "a [!amd64 !i386], armhf, '', true",
    "a [!amd64 !i386], i386, '', false",
    "a [linux-any], hurd-i386, '', false",
    "a [linux-any !armhf], armhf, '', false",
    "a [linux-any !armhf], arm64, '', true",
    "a <!nocheck>, amd64, '', true",
    "a <!nocheck>, amd64, nocheck, false",
    "a <stage1> <stage2>, amd64, stage2, true",
    "a <stage1> <stage2>, amd64, '', false",
    "a <!nocheck stage1>, amd64, stage1, true",
    "a <!nocheck stage1>, amd64, '', false",
    "a [amd64] <!x>, amd64, x, false",
  })
  void restrictionsDecideWhetherItCounts(
      String text, String architecture, String profile, boolean expected) throws Exception {
    Set<String> active = profile.isEmpty() ? Set.of() : Set.of(profile);
    assertThat(one(text).appliesTo(new Architecture(architecture), active)).isEqualTo(expected);
  }

  @Test
  void anyTextIsReadOrRefusedAndComesBackEqual() {
    var random = Seed.random("RelationshipTest");
    int accepted = 0;
    for (int i = 0; i < 100_000; i++) {
      var text = Seed.text(random, "aab1  ,|:(()=><[[]!-.\n\u00ff", 14);
      try {
        var items = Relationship.parseField(text);
        assertThat(Relationship.parseField(Relationship.join(items))).as(text).isEqualTo(items);
        accepted++;
      } catch (FormatException e) {
        assertThat(e.rule()).isEqualTo("Policy 7.1");
      }
    }
    assertThat(accepted).isGreaterThan(1_000);
  }

  @Test
  void longFieldsAreReadInLinearTime() throws Exception {
    assertThat(Relationship.parseField("a (>= 1) | b [amd64], ".repeat(100_000))).hasSize(100_000);
    assertThatThrownBy(() -> Relationship.parseField("a [" + "x ".repeat(500_000)))
        .isInstanceOf(FormatException.class);
  }
}
