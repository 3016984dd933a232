package org.entrepot.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.entrepot.cli.output.Output.MessageForm;
import org.entrepot.service.HumanSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// spec cli 3.2-3.4, 4.7.
final class OutputTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(1);

  @Test
  void aPipeGetsPlainTextAndNoProgress() {
    try (var output = output(Terminal.none(), MessageForm.TEXT)) {
      output.startProgress("Loading", 10, ProgressBar.Unit.ITEMS);
      output.progress(5);
      output.mark(Mark.ADDED, "nginx_1_amd64 added");
      output.mark(Mark.WARNING, "odd \033[31mname");
      output.message("done");
      output.lines(List.of("a", "b"));
      output.finishProgress();
      output.error("unable to show: x not found");
    }
    assertThat(text(out)).isEqualTo("[+] nginx_1_amd64 added\n[!] odd \033[31mname\ndone\na\nb\n");
    assertThat(text(err)).isEqualTo("ERROR: unable to show: x not found\n");
  }

  @Test
  void marksAreColouredOnATerminal() {
    try (var output = output(new Terminal(true, true), MessageForm.TEXT)) {
      output.mark(Mark.ADDED, "a");
      output.mark(Mark.REMOVED, "b");
      output.mark(Mark.COPIED, "c");
      output.mark(Mark.WARNING, "d");
    }
    assertThat(text(out))
        .isEqualTo(
            """
            \033[32m[+]\033[0m a
            \033[31m[-]\033[0m b
            \033[32m[o]\033[0m c
            \033[33m[!]\033[0m d
            """);
  }

  @Test
  void controlCharactersFromNamesDoNotReachATerminal() {
    try (var output = output(new Terminal(true, false), MessageForm.TEXT)) {
      output.line("x\033[2Jy\u009bz\ttab");
      output.mark(Mark.ADDED, "\rhidden");
    }
    assertThat(text(out)).isEqualTo("x\uFFFD[2Jy\uFFFDz\ttab\n[+] \uFFFDhidden\n");
  }

  @Test
  void messagesMayBeJsonLinesWhileResultsStayAsTheyAre() {
    try (var output = output(new Terminal(true, true), MessageForm.JSON_LINES)) {
      output.mark(Mark.ADDED, "a <b>");
      output.message("done");
      output.line("result");
      output.startProgress("Loading", 10, ProgressBar.Unit.ITEMS);
    }
    assertThat(text(out))
        .isEqualTo(
            """
            {"level":"info","time":"2026-01-02T03:04:05Z","message":"[+] a \\u003cb\\u003e"}
            {"level":"info","time":"2026-01-02T03:04:05Z","message":"done"}
            result
            """);
  }

  @Test
  void silentMessagesLeaveResultsAndErrors() {
    try (var output = output(Terminal.none(), MessageForm.SILENT)) {
      output.message("done");
      output.mark(Mark.ADDED, "a");
      output.line("result");
      output.error("x");
    }
    assertThat(text(out)).isEqualTo("result\n");
    assertThat(text(err)).isEqualTo("ERROR: x\n");
  }

  @Test
  void theBarIsRedrawnAtMostTenTimesASecondAndMakesWayForLines() {
    try (var output = output(new Terminal(true, false), MessageForm.TEXT)) {
      output.startProgress("Loading", 4, ProgressBar.Unit.ITEMS);
      output.progress(1);
      nanos.addAndGet(Duration.ofMillis(50).toNanos());
      output.progress(1);
      nanos.addAndGet(Duration.ofMillis(60).toNanos());
      output.progress(2);
      output.message("hello");
      output.progress(3);
      output.finishProgress();
      output.finishProgress();
      output.progress(4);
    }
    assertThat(text(out))
        .isEqualTo(
            "\r\033[?7lLoading [                ] 0% 0 / 4\033[K\033[?7h"
                + "\r\033[?7lLoading [========        ] 50% 2 / 4\033[K\033[?7h"
                + "\r\033[2Khello\n"
                + "\r\033[?7lLoading [============    ] 75% 3 / 4\033[K\033[?7h"
                + "\r\033[2K");
  }

  @Test
  void bytesShowTheirSpeedAndLinesNeverWrap() {
    try (var output = output(new Terminal(true, false), MessageForm.TEXT)) {
      output.startProgress("Downloading " + "x".repeat(100), 4L << 40, ProgressBar.Unit.BYTES);
      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      output.progress(1L << 40);
      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      output.startProgress("Counting", 0, ProgressBar.Unit.BYTES);
      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      output.progress(3 << 20);
    }
    var lines = List.of(text(out).split("\r"));
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(79 + 13));
    assertThat(text(out))
        .contains("25% 1.00 TiB / 4.00 TiB")
        .contains("Counting 3.00 MiB  1.50 MiB/s");
  }

  @ParameterizedTest
  @CsvSource({
    "true, '', '', true, true",
    "true, xterm, '', true, true",
    "true, xterm, 1, true, false",
    "true, dumb, '', false, false",
    "false, xterm, '', false, false"
  })
  void theEnvironmentDecidesAboutColours(
      boolean isTerminal, String term, String noColour, boolean bars, boolean colours) {
    assertThat(Terminal.of(isTerminal, Map.of("TERM", term, "NO_COLOR", noColour)))
        .isEqualTo(new Terminal(bars, colours));
  }

  @Test
  void aTestRunWritesToNoTerminalOrToOneButNeverFails() {
    assertThat(Terminal.detect(Map.of("TERM", "dumb"))).isEqualTo(Terminal.none());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "512, 512 B",
    "513, 0.50 KiB",
    "750, 0.73 KiB",
    "524288, 512.00 KiB",
    "524289, 0.50 MiB",
    "1572864, 1.50 MiB",
    "1073741824, 1.00 GiB",
    "549755813889, 0.50 TiB",
    "9223372036854775807, 8388608.00 TiB"
  })
  void sizesAreForPeople(long bytes, String text) {
    assertThat(HumanSize.format(bytes)).isEqualTo(text);
  }

  private Output output(Terminal terminal, MessageForm form) {
    var clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    return new Output(stream(out), stream(err), terminal, form, clock, nanos::get);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
