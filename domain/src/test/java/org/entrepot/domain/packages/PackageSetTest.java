package org.entrepot.domain.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackageSetTest {
  @Test
  void behavesAsASetOfNumbers() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      int bound = 1 << (1 + random.nextInt(20));
      var a = numbers(random, bound);
      var b = numbers(random, bound);
      var setA = of(a);
      var setB = of(b);
      var both = new TreeSet<>(a);
      both.addAll(b);
      var minus = new TreeSet<>(a);
      minus.removeAll(b);
      var common = new TreeSet<>(a);
      common.retainAll(b);
      same(setA.union(setB), both);
      same(setA.minus(setB), minus);
      same(setA.intersect(setB), common);
      assertThat(setA.intersects(setB)).isEqualTo(!common.isEmpty());
      assertThat(setA.containsAll(setB)).isEqualTo(a.containsAll(b));
      same(setA, a);
    }
  }

  /// Equal content has equal digest, text of digest and order, however it was made.
  private static void same(PackageSet set, Set<Integer> expected) {
    assertThat(set.stream().boxed()).containsExactlyElementsOf(expected);
    assertThat(set.size()).isEqualTo(expected.size());
    assertThat(set.isEmpty()).isEqualTo(expected.isEmpty());
    assertThat(set.digest()).isEqualTo(of(expected).digest());
    assertThat(set).isEqualTo(of(expected)).hasSameHashCodeAs(of(expected));
    assertThat(PackageSet.parse(set.serialize())).isEqualTo(set);
    var iterated = new ArrayList<Integer>();
    set.iterator().forEachRemaining((int id) -> iterated.add(id));
    assertThat(iterated).containsExactlyElementsOf(expected);
  }

  private static PackageSet of(Set<Integer> numbers) {
    return PackageSet.of(numbers.stream().mapToInt(Integer::intValue));
  }

  private static Set<Integer> numbers(Random random, int bound) {
    var numbers = new TreeSet<Integer>();
    for (int n = random.nextInt(200); n > 0; n--) {
      int from = random.nextInt(bound);
      int length = random.nextInt(4) == 0 ? random.nextInt(50) : 1;
      IntStream.range(from, from + length).forEach(numbers::add);
    }
    return numbers;
  }

  @Test
  void theDigestIsThatOfBigEndianNumbers() {
    assertThat(PackageSet.empty().digest().hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    // printf '\0\0\0\1\0\1\0\0' | sha256sum
    assertThat(PackageSet.of(65536, 1, 1).digest().hex())
        .isEqualTo("3c40a27fdf0e5ce585c9a0bab4107d2c23a5dd7e38bac8e1731b2a48e72303c0");
  }

  @Test
  void refusesNegativeNumbers() {
    assertThatThrownBy(() -> PackageSet.of(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PackageSet.of(1).with(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addsOnePackage() {
    var set = PackageSet.of(1);
    assertThat(set.with(1)).isSameAs(set);
    assertThat(set.with(2)).isEqualTo(PackageSet.of(1, 2));
    assertThat(set.size()).isEqualTo(1);
  }

  @Test
  void refusesDamagedBytesOrReadsSomeSet() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var bytes = PackageSet.of(IntStream.range(0, 5000).map(i -> i * 3)).serialize();
    for (int cut = 0; cut < bytes.length; cut += 97) {
      var shorter = Arrays.copyOf(bytes, cut);
      assertThatThrownBy(() -> PackageSet.parse(shorter))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> PackageSet.parse(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
    for (int round = 0; round < 5000; round++) {
      var damaged = bytes.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        damaged[random.nextInt(random.nextBoolean() ? 40 : bytes.length)] =
            (byte) random.nextInt(256);
      }
      try {
        assertThat(PackageSet.parse(damaged).stream().count()).isNotNegative();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessage("The bytes of the package set are damaged");
      }
    }
  }

  @Test
  void sixtyThousandPackagesTakeLittleSpace() {
    assertThat(PackageSet.of(IntStream.range(1, 63_440)).serialize().length).isLessThan(100);
  }
}
