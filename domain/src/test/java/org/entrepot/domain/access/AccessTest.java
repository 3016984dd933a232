package org.entrepot.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.TokenName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTest {
  private static final TokenSecret SECRET = TokenSecret.generate(new Random(7));

  @Test
  void aTokenIsReadBackFromItsText() {
    var read = TokenSecret.parse(SECRET.reveal()).orElseThrow();
    assertThat(read.id()).isEqualTo(SECRET.id());
    assertThat(read.digest()).isEqualTo(SECRET.digest());
    assertThat(read.matches(SECRET.digest())).isTrue();
    assertThat(SECRET.reveal()).matches("ent_[0-9a-f]{12}_[0-9a-f]{64}");
  }

  @Test
  void noTwoTokensMatchEachOther() {
    var other = TokenSecret.generate(new Random(8));
    assertThat(other.matches(SECRET.digest())).isFalse();
    assertThat(other.id()).isNotEqualTo(SECRET.id());
  }

  @Test
  void whatIsStoredAndShownIsNotTheSecret() {
    String bits = SECRET.reveal().substring(SECRET.reveal().lastIndexOf('_') + 1);
    assertThat(SECRET.toString()).doesNotContain(bits).contains(SECRET.id().value());
    assertThat(SECRET.digest().hex())
        .isNotEqualTo(bits)
        .isNotEqualTo(HexFormat.of().formatHex(SECRET.reveal().getBytes(StandardCharsets.UTF_8)));
  }

  static Stream<String> brokenTokens() {
    String good = SECRET.reveal();
    return Stream.of(
        "",
        "ent_",
        good.toUpperCase(Locale.ROOT),
        good + "0",
        good.substring(1),
        good.substring(0, good.length() - 1),
        good.replace("ent_", "end_"),
        good + "\n",
        " " + good,
        good.replaceFirst("[0-9a-f]$", "g"));
  }

  @ParameterizedTest
  @MethodSource("brokenTokens")
  void anythingElseIsNoToken(String text) {
    assertThat(TokenSecret.parse(text)).isEmpty();
  }

  @Test
  void eachScopeIncludesThoseBeforeIt() {
    var scopes = List.of(Scope.READ, Scope.UPLOAD, Scope.WRITE, Scope.ADMIN);
    for (int held = 0; held < scopes.size(); held++) {
      for (int needed = 0; needed < scopes.size(); needed++) {
        assertThat(scopes.get(held).includes(scopes.get(needed))).isEqualTo(held >= needed);
      }
    }
    assertThat(scopes).allSatisfy(s -> assertThat(Scope.ofWord(s.word())).contains(s));
    assertThat(Scope.ofWord("Write")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "team-*, team-a, true",
    "team-*, team-, true",
    "team-*, xteam-a, false",
    "team-*, team-a/b, false",
    "*, debian/trixie, false",
    "debian/*, debian/trixie, true",
    "debian/*, debian/trixie/updates, false",
    "debian/*/*, debian/trixie/updates, true",
    "./stable, ./stable, true",
    "a?c, abc, true",
    "a?c, a/c, false",
    "[ab]*, bx, true",
    "[ab]*, cx, false"
  })
  void aPatternTakesWholeNames(String pattern, String name, boolean taken) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(taken);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[a", "a\\", "a\nb", "[]"})
  void whatIsNoPatternIsRefused(String pattern) {
    assertThatThrownBy(() -> new NamePattern(pattern)).isInstanceOf(InvalidNameException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "..", "a\tb", "a\nb", "\u2028"})
  void tokensHaveNamesOfOneWord(String name) {
    assertThatThrownBy(() -> new TokenName(name)).isInstanceOf(InvalidNameException.class);
  }

  @Test
  void aNarrowedGrantIsForItsNamesOnly() {
    var grant = new Grant(Scope.WRITE, List.of(new NamePattern("team-*"), new NamePattern("x")));
    assertThat(grant.refusal(Scope.WRITE, List.of("team-a", "x"))).isEmpty();
    assertThat(grant.refusal(Scope.READ, List.of("team-a", "y")))
        .contains("the token is for objects named team-* or x, which \"y\" is not");
    assertThat(grant.refusal(Scope.ADMIN, List.of("team-a")))
        .contains("this needs the scope admin, and the token has write");
  }

  @Test
  void aNarrowedGrantDoesNotChangeWhatHasNoName() {
    var grant = new Grant(Scope.ADMIN, List.of(new NamePattern("*")));
    assertThat(grant.refusal(Scope.ADMIN, List.of())).isPresent();
    assertThat(grant.refusal(Scope.UPLOAD, List.of())).isPresent();
    assertThat(grant.refusal(Scope.READ, List.of())).isEmpty();
    assertThat(Grant.ALL.refusal(Scope.ADMIN, List.of())).isEmpty();
    assertThat(Grant.ALL.refusal(Scope.ADMIN, List.of("a/b"))).isEmpty();
  }

  @Test
  void actorsAreReadBackFromTheirTexts() {
    for (Actor actor :
        List.of(
            new Actor.LocalUser("anna"),
            new Actor.TokenHolder("ci", "10.0.0.1"),
            new Actor.Anonymous("127.0.0.1"),
            new Actor.Unattended())) {
      assertThat(Actor.of(actor.kind(), actor.nameText(), actor.origin())).isEqualTo(actor);
    }
    assertThatThrownBy(() -> Actor.of("daemon", "", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
