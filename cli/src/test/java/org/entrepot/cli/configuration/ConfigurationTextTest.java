package org.entrepot.cli.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrepot.cli.configuration.ConfigurationText.Secrets;
import org.junit.jupiter.api.Test;

/// spec config 8.
final class ConfigurationTextTest {
  private static final ConfigurationLoader LOADER =
      new ConfigurationLoader(
          new Environment(Map.of("HOME", "/home/anna")), new ConfigurationPlaces(List.of()));
  private static final ConfigurationText MASKED = new ConfigurationText(Secrets.MASKED);
  private static final ConfigurationText SHOWN = new ConfigurationText(Secrets.SHOWN);

  @Test
  void jsonHasEveryKeyInTheOrderOfTheSpecificationAndThenOurs() {
    var json = MASKED.json(LOADER.load(""));
    assertThat(json)
        .startsWith("{\n    \"rootDir\": \"~/.entrepot\",\n    \"logLevel\": \"info\",\n");
    assertThat(json).contains("    \"architectures\": [],\n");
    assertThat(json).contains("    \"databaseBackend\": {\n        \"type\": \"\",\n");
    assertThat(json)
        .contains(
            "    \"FileSystemPublishEndpoints\": {},\n    \"JFrogPublishEndpoints\": null,\n");
    assertThat(json).contains("    \"packagePoolStorage\": {},\n    \"databaseUrl\": \"\",\n");
    assertThat(json).contains("    \"publishCompressions\": [\n        \"gz\",\n");
    assertThat(json)
        .contains("    \"auditKeepDays\": 400,\n")
        .endsWith("    \"retainSnapshots\": {}\n}\n");
    var names = new ArrayList<String>();
    for (var line : json.lines().toList()) {
      if (line.startsWith("    \"")) {
        names.add(line.substring(5, line.indexOf('"', 5)));
      }
    }
    assertThat(names)
        .startsWith("rootDir", "logLevel", "logFormat", "databaseOpenAttempts", "architectures")
        .containsSubsequence("AsyncAPI", "databaseBackend", "downloader", "downloadSourcePackages")
        .containsSubsequence("gpgProvider", "gpgKeys", "skipBz2Publishing", "S3PublishEndpoints")
        .hasSize(57);
  }

  @Test
  void yamlHasSnakeCaseKeysAndAnEmptyLineAtTheEnd() {
    var yaml = MASKED.yaml(parse("{\"architectures\": [\"amd64\"], \"ppaCodename\": \"yes\"}"));
    assertThat(yaml).startsWith("root_dir: ~/.entrepot\nlog_level: info\n");
    assertThat(yaml).contains("\narchitectures:\n    - amd64\nskip_legacy_pool: false\n");
    assertThat(yaml).contains("\nppa_codename: \"yes\"\n");
    assertThat(yaml).contains("\ndatabase_backend:\n    type: \"\"\n");
    assertThat(yaml).contains("\njfrog_publish_endpoints: {}\n");
    assertThat(yaml).endsWith("retain_snapshots: {}\n\n");
  }

  @Test
  void nullListsAreRepeatedAsNullInJson() {
    var configuration = parse("{\"architectures\": null, \"S3PublishEndpoints\": null}");
    assertThat(MASKED.json(configuration))
        .contains("\"architectures\": null,")
        .contains("\"S3PublishEndpoints\": null,");
    assertThat(MASKED.yaml(configuration))
        .contains("architectures: []")
        .contains("s3_publish_endpoints: {}");
  }

  @Test
  void secretsAreMaskedUnlessAskedFor() {
    var configuration =
        parse(
            """
            databaseUrl: jdbc:postgresql://db/x?user=anna&password=geheim1&ssl=true
            s3_publish_endpoints:
              a: {bucket: b, access_key_id: AKIA, secret_access_key: geheim2}
            """);
    assertThat(MASKED.json(configuration) + MASKED.yaml(configuration))
        .doesNotContain("geheim")
        .contains("jdbc:postgresql://db/x?user=anna\\u0026password=********\\u0026ssl=true")
        .contains("AKIA");
    assertThat(SHOWN.json(configuration)).contains("geheim1").contains("geheim2");
    assertThat(MASKED.json(parse("databaseUrl: jdbc:postgresql://anna:geheim3@db/x")))
        .contains("postgresql://anna:********@db/x");
  }

  @Test
  void aPoolShowsTheKeysOfItsType() {
    assertThat(MASKED.yaml(parse("packagepool_storage: {path: /p}")))
        .contains("packagepool_storage:\n    type: local\n    path: /p\ndatabase_url");
    assertThat(MASKED.yaml(parse("packagepool_storage: {type: azure, container: c}")))
        .contains("packagepool_storage:\n    type: azure\n    container: c\n    prefix: \"\"\n");
  }

  @Test
  void whatIsShownReadsBackAsTheSame() {
    var configuration =
        parse(
            """
            rootDir: "/srv/a b: #c"
            architectures: ["true", "0x1f", "a'b", "-x", "~", "1_000", "ü"]
            ppaCodename: "null"
            gpgKeys: ["00112233", "line\\nbreak", "{}", "@x", "!x", "*x", "&x", "? x"]
            filesystemPublishEndpoints: {}
            S3PublishEndpoints: {"on": {bucket: "x:y"}, "a b": {prefix: "[1]"}}
            """
                .replace("filesystemPublishEndpoints", "FileSystemPublishEndpoints"));
    assertThat(SHOWN.json(parse(SHOWN.json(configuration)))).isEqualTo(SHOWN.json(configuration));
    assertThat(SHOWN.json(parse(SHOWN.yaml(configuration))).replace("null", "{}"))
        .isEqualTo(SHOWN.json(configuration).replace("null", "{}"));
  }

  @Test
  void theReferencePageIsMadeFromTheTable() throws IOException {
    var page = Path.of("../docs/configuration.md");
    if (Boolean.getBoolean("entrepot.rewrite")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, ConfigurationReference.markdown());
    }
    assertThat(Files.readString(page))
        .as("run this test with -Dentrepot.rewrite=true after a change of the table")
        .isEqualTo(ConfigurationReference.markdown());
  }

  private static Configuration parse(String content) {
    return LOADER.parse(content.getBytes(StandardCharsets.UTF_8), Path.of("x.conf"));
  }
}
