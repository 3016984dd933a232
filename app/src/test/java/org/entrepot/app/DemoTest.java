package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.entrepot.app.demo.Demo;
import org.entrepot.service.RepositoryException;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What README promises of the demo, with the machine's own apt and gpgv.
final class DemoTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Demo demo =
      new Demo(new PrintStream(printed, true, StandardCharsets.UTF_8), Clock.systemUTC());

  @Test
  void aptTrustsThePackagesOfAFolderAndNothingIsLeft() throws IOException {
    DebBuilder.of("hello", "1.0", "amd64").writeTo(folder);
    demo.run(Optional.of(folder), Demo.Ending.AFTER_CHECK);
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(text)
        .contains("apt-get update trusts it and offers 1 packages")
        .containsPattern("signed-by=/\\S+/demo-keyring.gpg");
    var keyring = text.replaceFirst("(?s).*signed-by=([^\\]]+).*", "$1");
    assertThat(Path.of(keyring).getParent()).doesNotExist();
  }

  @Test
  void aFolderWithoutPackagesIsTold() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> demo.run(Optional.of(empty), Demo.Ending.AFTER_CHECK))
        .isInstanceOf(RepositoryException.class)
        .hasMessage(empty + " holds no package that could be added");
  }
}
