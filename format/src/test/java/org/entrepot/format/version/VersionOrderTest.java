package org.entrepot.format.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.entrepot.format.Seed;
import org.junit.jupiter.api.Test;

/// Compares the order of sort keys with the algorithm of deb-version(7), written down word by word.
class VersionOrderTest {
  @Test
  void sortKeysFollowTheAlgorithmOfTheStandard() {
    var random = Seed.random("VersionOrderTest");
    for (int i = 0; i < 100_000; i++) {
      var a = Version.parseLenient(any(random));
      var b =
          Version.parseLenient(
              random.nextInt(3) == 0 ? mutated(a.toString(), random) : any(random));
      int expected = Integer.signum(model(a, b));
      assertThat(Integer.signum(a.compareTo(b))).as("%s and %s", a, b).isEqualTo(expected);
      assertThat(Integer.signum(Arrays.compareUnsigned(a.sortKey(), b.sortKey())))
          .as("keys of %s and %s", a, b)
          .isEqualTo(expected);
    }
  }

  @Test
  void numbersOfAnyLengthAreOrdered() {
    var random = Seed.random("VersionOrderTest numbers");
    var lengths = new int[] {1, 2, 19, 20, 100, 253, 254, 255, 256, 257, 1_000, 70_000};
    var versions = new ArrayList<Version>();
    for (int length : lengths) {
      versions.add(Version.parseLenient("1." + "1".repeat(length) + "-" + random.nextInt(9)));
      versions.add(Version.parseLenient("1." + "9".repeat(length) + "~"));
      versions.add(Version.parseLenient("1." + "9".repeat(length) + "-1"));
    }
    assertThat(versions).isSortedAccordingTo(Version::compareTo);
    for (int i = 1; i < versions.size(); i++) {
      assertThat(versions.get(i)).isGreaterThan(versions.get(i - 1));
    }
    assertThat(Version.parseLenient("0".repeat(100_000) + "7"))
        .isEqualByComparingTo(Version.parseLenient("7"));
  }

  private static String any(Random random) {
    var text = Seed.text(random, "0019aZ.+~~--:", 8);
    return random.nextInt(20) == 0 ? text + "5".repeat(100) + random.nextInt(3) : text;
  }

  private static String mutated(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + Seed.text(random, "01a.+~-:", 2) + text.substring(at);
  }

  private static int model(Version a, Version b) {
    int epoch = part(a.epoch(), b.epoch());
    int upstream = part(a.upstream(), b.upstream());
    return epoch != 0 ? epoch : upstream != 0 ? upstream : part(a.revision(), b.revision());
  }

  private static int part(String a, String b) {
    while (!a.isEmpty() || !b.isEmpty()) {
      var restA = a.replaceFirst("^[^0-9]*", "");
      var restB = b.replaceFirst("^[^0-9]*", "");
      int words =
          word(
              a.substring(0, a.length() - restA.length()),
              b.substring(0, b.length() - restB.length()));
      if (words != 0) {
        return words;
      }
      a = restA.replaceFirst("^[0-9]*", "");
      b = restB.replaceFirst("^[0-9]*", "");
      int numbers =
          number(restA.substring(0, restA.length() - a.length()))
              .compareTo(number(restB.substring(0, restB.length() - b.length())));
      if (numbers != 0) {
        return numbers;
      }
    }
    return 0;
  }

  private static int word(String a, String b) {
    for (int i = 0; i < Math.max(a.length(), b.length()); i++) {
      int difference = weight(a, i) - weight(b, i);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int weight(String word, int at) {
    if (at >= word.length()) {
      return 0;
    }
    char c = word.charAt(at);
    return c == '~' ? -1 : Character.isLetter(c) ? c : c + 256;
  }

  private static BigInteger number(String digits) {
    return new BigInteger("0" + digits);
  }
}
