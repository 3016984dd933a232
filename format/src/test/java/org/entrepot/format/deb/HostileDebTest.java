package org.entrepot.format.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.entrepot.format.FormatException;
import org.entrepot.testkit.ArBuilder;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.HostileDebs;
import org.entrepot.testkit.Packing;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HostileDebTest {
  private static DebFile read(byte[] bytes) throws IOException, FormatException {
    return DebFile.read(new ByteArrayInputStream(bytes), "hostile.deb");
  }

  @TestFactory
  Stream<DynamicTest> everyHostilePackageIsRefusedQuickly() {
    return HostileDebs.all().entrySet().stream()
        .map(hostile ->
            DynamicTest.dynamicTest(
                hostile.getKey(),
                () ->
                    Assertions.assertTimeout(
                        Duration.ofSeconds(5),
                        () ->
                            assertThatExceptionOfType(FormatException.class)
                                .isThrownBy(() -> read(hostile.getValue()))
                                .withMessageStartingWith("hostile.deb"))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"GZIP", "XZ", "ZSTD"})
  void aBombThatDeclaresAnAllowedSizeIsRefusedByItsRatio(Packing packing) {
    byte[] bomb = HostileDebs.bomb(packing, 4);

    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> read(bomb))
        .withMessageContaining("times its size");
  }

  @Test
  void limitsAreTheCallers() {
    byte[] deb =
        DebBuilder.of("a", "1", "all").file("./a", "x".repeat(5000)).file("./b", "").toBytes();
    for (DebLimits limits :
        new DebLimits[] {
          new DebLimits(4000, 1, 500, 10, 100),
          new DebLimits(1 << 20, 1, 1, 10, 100),
          new DebLimits(1 << 20, 1 << 20, 1, 1, 100),
          new DebLimits(1 << 20, 1 << 20, 1, 10, 1)
        }) {
      assertThatExceptionOfType(FormatException.class)
          .as("%s", limits)
          .isThrownBy(() -> DebFile.read(new ByteArrayInputStream(deb), "a", limits));
    }
  }

  @Test
  void anErrorOfTheStreamItselfStaysAnIoException() {
    byte[] deb = DebBuilder.of("a", "1", "all").file("./a", "x").toBytes();
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk on fire");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    for (int length = 0; length < deb.length; length += 50) {
      var in = new SequenceInputStream(new ByteArrayInputStream(deb, 0, length), broken);
      assertThatThrownBy(() -> DebFile.read(in, "a"))
          .isInstanceOf(IOException.class)
          .hasMessage("disk on fire");
    }
  }

  @Test
  void theStreamIsReadToItsEndAndExtraMembersArePassedOver() throws Exception {
    DebBuilder deb = DebBuilder.of("a", "1", "all").file("./a", "x");
    byte[] bytes =
        ArBuilder.empty()
            .member("debian-binary", "2.1\nmore\n".getBytes(StandardCharsets.US_ASCII))
            .member("_extra", new byte[777])
            .member("control.tar.xz/", deb.controlMember())
            .member("_other", new byte[1])
            .member("data.tar.xz", deb.dataMember())
            .member("_gpgorigin", new byte[100_001])
            .member("future", new byte[3])
            .toBytes();
    // the padding of the last member may be missing
    for (int cut = 0; cut < 2; cut++) {
      var in = new ByteArrayInputStream(bytes, 0, bytes.length - cut);
      assertThat(DebFile.read(in, "a").contents()).containsExactly("a");
      assertThat(in.available()).isZero();
    }
  }

  @Test
  void everyTruncationIsAFormatException() {
    byte[] deb = DebBuilder.of("a", "1", "all").file("./a", "x").file("./b", "y").toBytes();
    for (int length = 0; length < deb.length - 1; length++) {
      byte[] cut = Arrays.copyOf(deb, length);
      assertThatExceptionOfType(FormatException.class)
          .as("%d of %d bytes", length, deb.length)
          .isThrownBy(() -> read(cut));
    }
  }

  @Test
  void damageGivesOnlyFormatExceptions() throws Exception {
    long seed = Long.getLong("entrepot.seed", 20261123L);
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (Packing packing : Packing.values()) {
      byte[] whole =
          DebBuilder.of("a", "1", "all")
              .packing(packing)
              .file("./usr/" + "long/".repeat(40), "x")
              .symlink("./b", "a")
              .toBytes();
      for (int round = 0; round < 500; round++) {
        byte[] damaged = whole.clone();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
          read(damaged);
        } catch (FormatException e) {
          assertThat(e.getMessage()).startsWith("hostile.deb");
        }
      }
    }
  }
}
