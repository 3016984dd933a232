package org.entrepot.cli.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// spec config 1-5.
final class ConfigurationLoaderTest {
  private static final Environment HOME = new Environment(Map.of("HOME", "/home/anna"));
  private static final Path FILE = Path.of("/x/entrepot.conf");

  @TempDir Path directory;

  @Test
  void withoutAnyFileTheDefaultsApplyAndNothingIsWritten() throws IOException {
    var configuration = searching("a.conf", "b.conf").load("");
    assertThat(configuration.file()).isEmpty();
    assertThat(configuration.general().rootDirectory()).isEqualTo(Path.of("/home/anna/.entrepot"));
    assertThat(configuration.databaseUrl()).isEqualTo("sqlite:/home/anna/.entrepot/catalog.db");
    assertThat(configuration.poolDirectory()).isEqualTo(Path.of("/home/anna/.entrepot/pool"));
    assertThat(configuration.signing().provider()).isEqualTo("internal");
    assertThat(configuration.publishing())
        .isEqualTo(
            new PublishSettings(false, false, List.of("gz", "xz", "zst"), 3, true, "hardlink"));
    assertThat(configuration.general().databaseOpenAttempts()).isEmpty();
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void ourOwnNamesAreSearchedBeforeThoseOfThePeer() {
    assertThat(ConfigurationPlaces.of(HOME).paths().stream().map(Path::toString))
        .containsExactly(
            "/home/anna/.entrepot.conf",
            "/etc/entrepot.conf",
            "/home/anna/.aptly.conf",
            "/usr/local/etc/aptly.conf",
            "/etc/aptly.conf");
  }

  @Test
  void theFirstUsableFileIsTakenAloneWithoutMerging() throws IOException {
    write("b.conf", "{\"rootDir\": \"/b\"}");
    write("c.conf", "{\"rootDir\": \"/c\", \"logLevel\": \"debug\"}");
    var configuration = searching("a.conf", "b.conf", "c.conf").load("");
    assertThat(configuration.file()).contains(directory.resolve("b.conf"));
    assertThat(configuration.general().rootDirectory()).isEqualTo(Path.of("/b"));
    assertThat(configuration.general().logLevel()).isEqualTo("info");
  }

  @Test
  void aFileThatOpensButDoesNotParseStopsTheSearch() throws IOException {
    write("a.conf", "{\"rootDir\": ");
    write("b.conf", "{}");
    assertThatThrownBy(() -> searching("a.conf", "b.conf").load(""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(directory.resolve("a.conf").toString())
        .hasMessageContaining("neither valid JSON")
        .hasMessageContaining("nor valid YAML");
  }

  @Test
  void aNamedFileMustExist() {
    assertThatThrownBy(() -> searching().load("/nowhere/x.conf"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("the configuration file /nowhere/x.conf does not exist");
  }

  @Test
  void aNamedDirectoryIsRefusedInOneSentence() {
    assertThatThrownBy(() -> searching().load(directory.toString()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void withoutHomePathsAreRelativeToTheCurrentDirectory() {
    var environment = new Environment(Map.of());
    var loader = new ConfigurationLoader(environment, new ConfigurationPlaces(List.of()));
    assertThat(loader.load("").general().rootDirectory()).isEqualTo(Path.of(".entrepot"));
    assertThat(ConfigurationPlaces.of(environment).paths()).startsWith(Path.of(".entrepot.conf"));
  }

  @Test
  void jsonMayHaveCommentsAndTrailingCommasAndText() {
    var configuration =
        parse(
            """
            // a comment
            { /* another */
              "rootDir": "~/store", // with a home
              "architectures": ["amd64", "arm64",],
              "FileSystemPublishEndpoints": {
                "web": { "rootDir": "/srv/web", "linkMethod": "copy", },
              },
            }
            what follows is not read
            """);
    assertThat(configuration.general().rootDirectory()).isEqualTo(Path.of("/home/anna/store"));
    assertThat(configuration.general().architectures()).containsExactly("amd64", "arm64");
    assertThat(configuration.filesystemEndpoints())
        .containsExactly(Map.entry("web", new FilesystemEndpoint(Path.of("/srv/web"), "copy", "")));
  }

  @Test
  void yamlIsToldByItsContent() {
    var configuration =
        parse(
            """
            # a comment
            root_dir: /srv/entrepot
            gpg_disable_sign: yes
            gpg_keys: [AAAA, 12345678]
            database_backend:
                type: leveldb
            filesystem_publish_endpoints:
                web:
                    root_dir: /srv/web
                    link_method: symlink
            s3_publish_endpoints:
            publish_keep_generations: 5
            ---
            a second document: is not read
            """);
    assertThat(configuration.general().rootDirectory()).isEqualTo(Path.of("/srv/entrepot"));
    assertThat(configuration.signing().disableSign()).isTrue();
    assertThat(configuration.signing().keys()).containsExactly("AAAA", "12345678");
    assertThat(configuration.filesystemEndpoints().get("web"))
        .isEqualTo(new FilesystemEndpoint(Path.of("/srv/web"), "symlink", ""));
    assertThat(configuration.publishing().keepGenerations()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"gpgDisableSign\": true}",
        "{\"gpgdisablesign\": true}",
        "{\"gpg_disable_sign\": true}",
        "{\"GPG_DISABLE_SIGN\": true}",
        "gpgDisableSign: true",
        "gpg_disable_sign: on",
        "GPGDisableSign: True",
        "{gpg_disable_sign: true}",
      })
  void bothSpellingsWorkInBothSyntaxesInAnyCase(String content) {
    assertThat(parse(content).signing().disableSign()).isTrue();
  }

  @Test
  void misspeltKeysOfTheTemplateCountOnlyWithoutTheDocumentedOne() {
    assertThat(parse("dep_follow_allvariants: true").dependencies().followAllVariants()).isTrue();
    assertThat(
            parse("dep_follow_allvariants: true\ndep_follow_all_variants: false")
                .dependencies()
                .followAllVariants())
        .isFalse();
    assertThat(
            parse("dep_follow_all_variants: false\ndep_follow_allvariants: true")
                .dependencies()
                .followAllVariants())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"rootDri": "/x"} | /x/entrepot.conf:1:2: there is no key "rootDri"; did you mean "rootDir"?
          root_dri: /x | /x/entrepot.conf:1:1: there is no key "root_dri"; did you mean "root_dir"?
          {"gpgDisableSing": true} | "gpgDisableSing"; did you mean "gpgDisableSign"?
          {"zzz": 1} | there is no key "zzz"; `entrepot config show` lists all keys
          {"S3PublishEndpoints": {"a": {"buckt": "x"}}} | "S3PublishEndpoints.a.buckt"; did you mean "bucket"?
          {"logLevel": 3} | "logLevel" must be a text, not 3
          {"logLevel": ["info"]} | "logLevel" must be a text, not a list
          {"logLevel": "loud"} | "logLevel" must be one of trace, debug,
          {"gpgProvider": "gpg3"} | "gpgProvider" must be one of internal, gpg, gpg1, gpg2, not the text "gpg3"
          {"architectures": "amd64"} | "architectures" must be a list of texts, not the text "amd64"
          {"architectures": ["amd64", 7]} | /x/entrepot.conf:1:29: "architectures" must be a list of texts, not 7
          {"gpgDisableSign": "true"} | "gpgDisableSign" must be true or false, not the text "true"
          gpg_disable_sign: maybe | "gpg_disable_sign" must be true or false, not the text "maybe"
          {"downloadRetries": "4"} | "downloadRetries" must be a whole number, not the text "4"
          {"downloadRetries": 1.5} | "downloadRetries" must be a whole number, not 1.5
          {"downloadRetries": 99999999999} | must be a whole number, not 99999999999
          {"downloadRetries": -1} | "downloadRetries" must be at least 0, not -1
          {"publishKeepGenerations": 0} | "publishKeepGenerations" must be at least 1, not 0
          {"publishCompressions": ["gz","rar"]} | "publishCompressions" must be one of gz, xz, zst, bz2, not the text "rar"
          {"databaseBackend": "leveldb"} | "databaseBackend" must be an object, not the text "leveldb"
          {"S3PublishEndpoints": []} | "S3PublishEndpoints" must be an object, not a list
          {"packagePoolStorage": {"type": "tape"}} | "packagePoolStorage.type" must be one of local, azure
          {"logLevel": "info", "log_level": "debug"} | "log_level" was already given on line 1; remove one of them
          {"logLevel": "info", "logLevel": "debug"} | "logLevel" was already given on line 1
          [] | the configuration must be an object, not a list
          hello | the configuration must be an object, not the text "hello"
          """)
  void whatCannotBeMeantIsRefusedWithKeyFileAndPlace(String content, String message) {
    assertThatThrownBy(() -> parse(content))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("/x/entrepot.conf");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "   \n", "# only a comment\n", "// only a comment\n", "{", "a: b: c", "\t- x"})
  void whatIsNeitherSyntaxIsRefused(String content) {
    assertThatThrownBy(() -> parse(content))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("valid");
  }

  @Test
  void severalProblemsAreReportedAtOnce() {
    assertThatThrownBy(() -> parse("{\"a1b2c3\": 1,\n \"logLevel\": 2}"))
        .message()
        .hasLineCount(1)
        .contains("conf:1:2:")
        .contains("; ")
        .contains("conf:2:14:");
  }

  @Test
  void aCutOffFileIsToldWithoutTheParsersOptions() {
    assertThatThrownBy(() -> parse("{\"rootDir\": \"/a\""))
        .hasMessageContaining("Unexpected end-of-input: expected close marker for Object) nor")
        .message()
        .doesNotContain("REDACTED");
  }

  @Test
  void nullKeepsTheDefaultOfScalarsAndEmptiesLists() {
    var configuration =
        parse("{\"logLevel\": null, \"publishCompressions\": null, \"rootDir\": null}");
    assertThat(configuration.general().logLevel()).isEqualTo("info");
    assertThat(configuration.publishing().compressions()).isEmpty();
    assertThat(configuration.general().rootDirectory()).isEqualTo(Path.of("/home/anna/.entrepot"));
  }

  @ParameterizedTest
  @CsvSource({
    "~/x, /home/anna/x",
    "/a/~/x, /a//home/anna/x",
    "x, x",
    "/srv, /srv",
    "~~, /home/anna~"
  })
  void theFirstTildeOfTheRootIsTheHome(String written, String expanded) {
    var configuration = parse("{\"rootDir\": \"" + written + "\"}");
    assertThat(configuration.general().rootDirectory()).isEqualTo(Path.of(expanded));
  }

  @Test
  void anEndpointWithoutADirectoryIsRefusedWhenItIsUsed() {
    var configuration = parse("{\"FileSystemPublishEndpoints\": {\"web\": {}}}");
    assertThatThrownBy(configuration::filesystemEndpoints)
        .hasMessage("FileSystemPublishEndpoints.web has no rootDir; name its directory");
  }

  @Test
  void aPoolMayLieElsewhere() {
    assertThat(parse("packagepool_storage: {path: /pool}").poolDirectory())
        .isEqualTo(Path.of("/pool"));
    assertThatThrownBy(() -> parse("packagepool_storage: {type: azure}").poolDirectory())
        .hasMessageContaining("not supported");
  }

  @Test
  void hostileFilesEndQuickly() {
    assertThatThrownBy(() -> parse("[".repeat(100_000))).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> parse("{\"a\":".repeat(100_000)))
        .isInstanceOf(ConfigurationException.class);
    var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%d: &a%d [".formatted(i, i));
      laughs.append("*a%d,".formatted(i - 1).repeat(9)).append("]\n");
    }
    assertThatThrownBy(() -> parse(laughs.toString())).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> parse("a: &a [*a]")).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aHugeFileIsRefused() throws IOException {
    Files.write(directory.resolve("a.conf"), new byte[5 << 20]);
    assertThatThrownBy(() -> searching("a.conf").load(""))
        .hasMessageContaining("larger than 4 MiB");
  }

  @Test
  void mutatedFilesAreReadOrRefusedButNeverBreakTheReader() {
    long seed = Long.getLong("entrepot.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var samples =
        List.of(
            "{\"rootDir\": \"/x\", \"architectures\": [\"a\"], \"S3PublishEndpoints\": {\"a\":"
                + " {}}}",
            "root_dir: /x\narchitectures: [a, b]\ns3_publish_endpoints:\n  a:\n    bucket: &x b\n");
    for (int i = 0; i < 3000; i++) {
      var bytes = samples.get(i % 2).getBytes(StandardCharsets.UTF_8);
      for (int n = random.nextInt(4); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        new ConfigurationLoader(HOME, new ConfigurationPlaces(List.of())).parse(bytes, FILE);
      } catch (ConfigurationException e) {
        assertThat(e).hasMessageContaining(FILE.toString());
      }
    }
  }

  private Configuration parse(String content) {
    return searching().parse(content.getBytes(StandardCharsets.UTF_8), FILE);
  }

  private ConfigurationLoader searching(String... names) {
    var paths = List.of(names).stream().map(directory::resolve).toList();
    return new ConfigurationLoader(HOME, new ConfigurationPlaces(paths));
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }
}
