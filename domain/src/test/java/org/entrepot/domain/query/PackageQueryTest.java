package org.entrepot.domain.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrepot.domain.packages.SamplePackages.binary;
import static org.entrepot.domain.packages.SamplePackages.source;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.deb822.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class PackageQueryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          app                            ; app
          app (>= 1) {i386}              ; app
          Name (app)                     ; app
          Name (= 'app')                 ; app
          app_1_all                      ; app
          app | Name (data)              ; app data
          app, Section (x)               ; app
          (app | data), lib              ; lib
          """)
  void namesTheOnlyPackagesThatCanMatch(String query, String names) throws QueryException {
    assertThat(PackageQuery.parse(query).possibleNames()).contains(Set.of(names.split(" ", -1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"!app", "Section (x)", "Name (% app)", "Name", "app | Section (x)", "$Version"})
  void namesNoPackagesWhenAnyNameMayMatch(String query) throws QueryException {
    assertThat(PackageQuery.parse(query).possibleNames()).isEmpty();
  }

  @Test
  void possibleNamesNeverExcludeAMatch() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      var query = randomQuery(random, 3);
      query
          .possibleNames()
          .ifPresent(names ->
              WorkedExamples.PACKAGES.stream()
                  .filter(query::matches)
                  .forEach(it ->
                      assertThat(
                              names.contains(it.name())
                                  || it.provides().stream().anyMatch(p -> names.contains(p.name())))
                          .as("%s finds %s", query, it)
                          .isTrue()));
    }
  }

  @Test
  void printsWhatItParses() throws QueryException {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      var query = randomQuery(random, 4);
      assertThat(PackageQuery.parse(query.toString())).as("seed " + seed).isEqualTo(query);
    }
  }

  @Test
  void whatKeysTellIsTrue() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    int told = 0;
    for (int i = 0; i < 3000; i++) {
      var query = randomQuery(random, 4);
      for (var it : WorkedExamples.PACKAGES) {
        var answer = query.judge(it.key());
        if (answer.isPresent()) {
          told++;
          assertThat(answer.get())
              .as("%s of %s, seed %s", query, it, seed)
              .isEqualTo(query.matches(it));
          assertThat(query.judgesKeys()).isTrue();
        }
      }
    }
    assertThat(told).isGreaterThan(1000);
  }

  private static PackageQuery randomQuery(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0 ->
          new DependencyQuery(
              word(random, "app", "libfoo", "data", "a b", "it's", "=x"),
              condition(random),
              random.nextBoolean() ? Optional.of("i386") : Optional.empty());
      case 1 ->
          new FieldQuery(
              word(
                  random,
                  "Name",
                  "Version",
                  "$Version",
                  "Architecture",
                  "$Architecture",
                  "Section",
                  "A (b)"),
              condition(random));
      case 2 ->
          new DirectReference(
              word(random, "app", "data", "x y"),
              word(random, "2.0", "1.1-1", "1_2"),
              word(random, "all", "amd64"));
      case 3 -> new Not(randomQuery(random, depth - 1));
      case 4 -> new AnyOf(List.of(randomQuery(random, depth - 1), randomQuery(random, depth - 1)));
      default -> new AllOf(List.of(randomQuery(random, depth - 1), randomQuery(random, depth - 1)));
    };
  }

  private static Optional<Condition> condition(Random random) {
    if (random.nextInt(3) == 0) {
      return Optional.empty();
    }
    var operators = Operator.values();
    return Optional.of(
        Condition.of(
            operators[random.nextInt(operators.length)],
            word(
                random,
                "1.0-1",
                "2.0",
                "app",
                "amd64",
                "all",
                "",
                "it\\'s",
                "a|b",
                "\"x y\"",
                "~rc",
                "é\uD83D\uDE00")));
  }

  private static String word(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }

  @Test
  void anyTextEitherParsesOrIsRefusedWithAPosition() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var pieces =
        List.of(
            "(",
            ")",
            "{",
            "}",
            "|",
            ",",
            "!",
            "=",
            "%",
            "~",
            "<",
            ">",
            "<<",
            ">=",
            "'",
            "\"",
            "\\",
            " ",
            "\n",
            "app",
            "Name",
            "$Version",
            "a_b_c",
            "[",
            "*",
            "\u00e9",
            "\u2003",
            "\uD800",
            "\uD83D\uDE00",
            "\u0000");
    int parsed = 0;
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        PackageQuery.parse(text.toString()).matches(WorkedExamples.PACKAGES.getFirst());
        parsed++;
      } catch (QueryException e) {
        assertThat(e.position()).isBetween(0, text.length());
        assertThat(e.excerpt().lines().count()).isEqualTo(2);
      }
    }
    assertThat(parsed).as("seed " + seed).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "(", "app | (", "!(", "app, !("})
  void refusesNestingThatWouldExhaustTheStack(String piece) {
    assertThatThrownBy(() -> PackageQuery.parse(piece.repeat(100_000)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void longChainsNeedNoStack() throws QueryException {
    var query = PackageQuery.parse("app" + " | nothing, app".repeat(50_000));
    assertThat(WorkedExamples.PACKAGES).filteredOn(query::matches).hasSize(3);
  }

  @Test
  void refusesAQueryOfUnboundedLength() {
    assertThatThrownBy(() -> PackageQuery.parse("a".repeat(2 << 20)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("longer than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})",
        "(a{2,1000}){999,}",
      })
  void refusesRegularExpressionsThatExplode(String regex) {
    assertThatThrownBy(() -> PackageQuery.parse("Name (~ '" + regex + "')"))
        .isInstanceOf(QueryException.class)
        .hasMessage("parsing failed: the regular expression repeats too much");
  }

  @Test
  void refusesRegularExpressionsOfUnboundedSize() {
    assertThatThrownBy(() -> PackageQuery.parse("Name (~ '" + "(".repeat(201) + "')"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("more than 200 groups");
    assertThatThrownBy(() -> PackageQuery.parse("Name (~ '" + "a*".repeat(501) + "')"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("longer than 1000");
  }

  @Test
  void matchesHostileRegularExpressionsAndGlobsInLinearTime() throws QueryException {
    var text = "a".repeat(20_000);
    var hostile = binary("app", "1", "amd64", "Section: " + text);
    assertThat(PackageQuery.parse("Section (~ '^(a+)+$b')").matches(hostile)).isFalse();
    assertThat(PackageQuery.parse("Section (~ '(a|a)*(a|a)*c')").matches(hostile)).isFalse();
    assertThat(PackageQuery.parse("Section (% '" + "a*".repeat(40) + "b')").matches(hostile))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          abc        ; abc        ; true
          a*         ; abc        ; true
          *          ; abc        ; true
          *          ; a/c        ; false
          a?c        ; abc        ; true
          a?c        ; a/c        ; false
          a?c        ; ac         ; false
          [a-c]bc    ; abc        ; true
          [^a-c]bc   ; abc        ; false
          [^x]bc     ; abc        ; true
          [!a]       ; !          ; true
          [!a]       ; a          ; true
          [!a]       ; b          ; false
          [\\]]      ; ]          ; true
          \\*        ; *          ; true
          \\*        ; x          ; false
          a**b       ; a1b        ; true
          *[^x]b*c   ; ab/bc      ; true
          *a/b*c     ; xa/byc     ; true
          [          ; [          ; false
          []         ; x          ; false
          []a]       ; a          ; false
          [a         ; a          ; false
          [a-]       ; a          ; false
          [-a]       ; a          ; false
          [^]        ; x          ; false
          abc\\      ; abc        ; false
          [é-ü]      ; ö          ; true
          ?          ; 😀         ; true
          *x*y*z     ; axbyczdz   ; true
          *x*y*z     ; axbyczd    ; false
          """)
  void globsMatchTheWholeText(String pattern, String text, boolean expected) {
    assertThat(Condition.of(Operator.GLOB, pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void asksUploadsOnlyForTheirPlainFields() throws QueryException, FormatException {
    var changes =
        Stanza.parse(
            """
            Format: 1.8
            Source: hardlink
            Architecture: source amd64
            Version: 0.2.1
            Distribution: unstable
            Changed-By: A Tester <t@e.x>
            Changes:
             hardlink (0.2.1) unstable; urgency=low
            """,
            "x.changes");
    for (var query :
        List.of(
            "Source (hardlink)",
            "Distribution (unstable)",
            "Changed-By (~ Tester)",
            "Architecture (~ amd64)",
            "Changes (~ urgency=low)",
            "Version (0:0.2.1-0)",
            "Binary (~ ^$)",
            "!hardlink",
            "!$Version")) {
      assertThat(PackageQuery.parse(query).matchesChanges(changes)).as(query).isTrue();
    }
    for (var query :
        List.of(
            "hardlink",
            "hardlink_0.2.1_amd64",
            "$Version",
            "$Version (0.2.1)",
            "$Architecture (amd64)",
            "$Source (hardlink)",
            "DISTRIBUTION (unstable)",
            "Name (hardlink)",
            "'Bad Field'")) {
      assertThat(PackageQuery.parse(query).matchesChanges(changes)).as(query).isFalse();
    }
  }

  @Test
  void restrictsToArchitectures() {
    var query =
        PackageQuery.forArchitectures(List.of(new Architecture("amd64"), new Architecture("i386")));
    assertThat(query.matches(binary("a", "1", "i386"))).isTrue();
    assertThat(query.matches(binary("a", "1", "all"))).isTrue();
    assertThat(query.matches(binary("a", "1", "arm64"))).isFalse();
    assertThat(query.matches(source("a", "1", "any"))).isFalse();
    assertThat(PackageQuery.all().and(query).matches(binary("a", "1", "i386"))).isTrue();
    assertThat(PackageQuery.forArchitectures(List.of()).matches(binary("a", "1", "all"))).isFalse();
  }

  @Test
  void answersForSixtyThousandPackagesWithinAFractionOfASecond() throws QueryException {
    var packages =
        IntStream.range(0, 60_000)
            .mapToObj(i ->
                binary(
                    "package" + i,
                    "1." + i,
                    "amd64",
                    "Section: utils",
                    "Maintainer: Somebody <somebody@example.org>",
                    "Depends: libc6 (>= 2.36), libfoo" + i,
                    "Provides: virtual" + i % 100 + ", other (= 2)",
                    "Description: package number " + i))
            .toList();
    for (var text : List.of("package777", "virtual7", "Name (~ '77$')", "Section (% ut*)")) {
      var query = PackageQuery.parse(text);
      long start = System.nanoTime();
      assertThat(packages.stream().filter(query::matches).count()).isPositive();
      // Ten times what it takes, as other tests share the processor.
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as(text)
          .isLessThan(Duration.ofSeconds(2));
    }
  }
}
