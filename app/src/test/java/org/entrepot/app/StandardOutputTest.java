package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  @Test
  void outputThatDoesNotFitOnTheDiskIsLost() {
    assertThat(lost("No space left on device")).isEqualTo("No space left on device");
  }

  @Test
  void aReaderThatWentAwayLosesNothing() {
    assertThat(lost("Broken pipe")).isEmpty();
  }

  private static String lost(String failure) {
    var output =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(failure);
              }
            });
    try (var stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      stream.println("results");
    }
    return output.lost().orElse("");
  }
}
