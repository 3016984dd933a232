package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/dependencies.md tells why there is each dependency.
final class DependenciesDocumentTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");

  @Test
  void everyDependencyIsExplained() throws IOException {
    var artifacts = new TreeSet<String>();
    try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
      for (Path pom :
          modules.map(module -> module.resolve("pom.xml")).filter(Files::exists).toList()) {
        DEPENDENCY
            .matcher(Files.readString(pom))
            .results()
            .filter(found -> !found.group(1).equals("org.entrepot"))
            .forEach(found -> artifacts.add(found.group(2)));
      }
    }
    assertThat(artifacts).hasSizeGreaterThan(15);

    String document = Files.readString(Path.of("../docs/dependencies.md"));
    assertThat(artifacts)
        .allSatisfy(artifact ->
            assertThat(document)
                .as("why %s, licence, what instead", artifact)
                .containsPattern("(?<![A-Za-z-])" + Pattern.quote(artifact) + "(?![A-Za-z-])"));
  }
}
