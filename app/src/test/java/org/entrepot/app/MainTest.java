package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MainTest {
  @Test
  void saysTheVersionOfTheBuild() throws IOException {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);

    assertThat(Main.run(List.of("version"), stream, stream)).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("entrepot " + Main.VERSION + "\n");
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains("<artifactId>entrepot</artifactId>\n  <version>" + Main.VERSION + "</version>");
  }
}
