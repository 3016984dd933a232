package org.entrepot.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.upload.UploaderRules.Rule;
import org.entrepot.format.deb822.Stanza;
import org.junit.jupiter.api.Test;

final class UploaderRulesTest {
  private static final String ALICE = "AAAA1111222233334444555566667777BBBBCCCC";
  private static final String BOB = "0123456789ABCDEF0123456789ABCDEF01234567";

  @Test
  void theFirstRuleThatNamesAKeyDecides() throws Exception {
    var rules =
        new UploaderRules(
            Map.of("team", List.of("inner"), "inner", List.of(ALICE, "team")),
            List.of(
                rule("Source (secret)", List.of(), List.of("team")),
                rule("Distribution (unstable)", List.of("team"), List.of()),
                rule("Source (tool)", List.of("*"), List.of())));

    assertThat(rules.denial(changes("hello", "unstable"), List.of(ALICE))).isEmpty();
    assertThat(rules.denial(changes("hello", "unstable"), List.of(BOB)))
        .contains("no rule for uploaders allows key " + BOB);
    assertThat(rules.denial(changes("tool", "stable"), List.of(BOB))).isEmpty();
    assertThat(rules.denial(changes("secret", "unstable"), List.of(ALICE)).orElseThrow())
        .startsWith("the rule for \"Source (= secret)\" denies key " + ALICE);
    assertThat(rules.denial(changes("tool", "stable"), List.of()).orElseThrow())
        .contains("no verified signature");
  }

  @Test
  void aKeyIsNamedByItsFingerprintOrTheEndOfItInAnyCase() throws Exception {
    for (String name :
        List.of(
            ALICE,
            "0xaaaa1111222233334444555566667777bbbbcccc",
            "AAAA 1111 2222 3333 4444  5555 6666 7777 BBBB CCCC",
            "66667777bbbbcccc",
            "BBBBCCCC")) {
      assertThat(allows(name)).as(name).isTrue();
    }
    for (String name : List.of("CCCC", "7BBBBCCCC", "66667777BBBBCCCD", "", "alice", "**")) {
      assertThat(allows(name)).as(name).isFalse();
    }
  }

  @Test
  void namesThatCanNeverMatchAreTold() throws Exception {
    var rules =
        new UploaderRules(
            Map.of("team", List.of(ALICE, "alise")),
            List.of(rule("Source", List.of("team", "*", "temm"), List.of("BBBBCCCC"))));
    assertThat(rules.unknownNames()).containsExactly("alise", "temm");
  }

  private static boolean allows(String name) throws Exception {
    var rules = new UploaderRules(Map.of(), List.of(rule("Source", List.of(name), List.of())));
    return rules.denial(changes("hello", "unstable"), List.of(ALICE)).isEmpty();
  }

  private static Rule rule(String condition, List<String> allow, List<String> deny)
      throws Exception {
    return new Rule(PackageQuery.parse(condition), allow, deny);
  }

  private static Stanza changes(String source, String distribution) throws Exception {
    return Stanza.parse(
        "Source: %s\nDistribution: %s\n".formatted(source, distribution), "test.changes");
  }
}
