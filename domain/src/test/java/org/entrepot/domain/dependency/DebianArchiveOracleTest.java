package org.entrepot.domain.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.deb822.StanzaReader;
import org.entrepot.format.relationship.Alternative;
import org.entrepot.format.relationship.Relationship;
import org.entrepot.format.version.Version;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is missing in Debian's own archive once every twentieth package is gone: as apt and dose
/// see it. Needs `apt-get update` to have been run once, and `apt-get install dose-distcheck`.
@Tag("slow")
@Timeout(1800)
@SuppressWarnings("NullAway.Init") // set before all tests
class DebianArchiveOracleTest {
  private static final Path LISTS = Path.of("/var/lib/apt/lists");
  private static final Architecture AMD64 = new Architecture("amd64");

  /// What everything needs stays, or all would be broken and nothing could be told apart.
  private static final Set<String> KEPT = Set.of("libc6", "libgcc-s1", "gcc-12-base");

  @TempDir static Path home;
  private static final List<PackageRelations> PACKAGES = new ArrayList<>();
  private static Path index;
  private static Set<String> missing;

  @BeforeAll
  static void thinOut() throws IOException, FormatException {
    Path largest;
    try (var files = Files.list(LISTS)) {
      largest =
          files
              .filter(file -> file.getFileName().toString().contains("_binary-amd64_Packages"))
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow(() -> new AssertionError("no index in " + LISTS + ": apt-get update"));
    }
    byte[] all = Tool.of("/usr/lib/apt/apt-helper").run("cat-file", largest).stdout();
    index = Files.createDirectories(home.resolve("archive")).resolve("Packages");
    try (var out = Files.newOutputStream(index);
        var reader = new StanzaReader(new ByteArrayInputStream(all), largest.toString())) {
      int number = 0;
      for (var next = reader.read(); next.isPresent(); next = reader.read()) {
        number++;
        if (number % 20 != 0 || KEPT.contains(next.get().text("Package"))) {
          out.write(next.get().toBytes());
          out.write('\n');
          PACKAGES.add(relations(number, next.get()));
        }
      }
    }
    var there = PackagesByName.of(PACKAGES);
    var closure =
        new DependencyFilter(PackagesByName.none(), there, List.of(AMD64), Set.of())
            .missing(PACKAGES, _ -> {});
    assertThat(closure.faults()).isEmpty();
    missing = new TreeSet<>();
    closure
        .missing()
        .forEach(each ->
            each.needing().forEach(it -> missing.add(line(it.name(), plain(each.relationship())))));
    System.out.println(PACKAGES.size() + " packages, " + missing.size() + " missing");
    assertThat(PACKAGES).hasSizeGreaterThan(50_000);
    assertThat(missing).hasSizeGreaterThan(1000);
  }

  private static PackageRelations relations(int id, Stanza stanza) {
    return PackageRelations.read(
        id,
        PackageKind.BINARY,
        stanza.text("Package"),
        Version.parseLenient(stanza.text("Version")),
        new Architecture(stanza.text("Architecture")),
        stanza);
  }

  private static String line(String name, String dependency) {
    return name + ": " + dependency;
  }

  /// The names and versions of alternatives; the tools write qualifiers in their own ways.
  private static String plain(Relationship relationship) {
    return relationship.alternatives().stream()
        .map(it ->
            it.version()
                .map(version -> Alternative.of(it.name(), version))
                .orElseGet(() -> Alternative.of(it.name())))
        .map(Alternative::toString)
        .sorted()
        .distinct()
        .collect(Collectors.joining(" | "));
  }

  private static String plain(String text) throws FormatException {
    // Both tools write < for << and > for >>.
    return plain(Relationship.parse(text.replace("(< ", "(<< ").replace("(> ", "(>> ")));
  }

  @Test
  void aptMissesTheSame() throws IOException, FormatException {
    Path root = Files.createDirectories(home.resolve("apt"));
    for (var directory : List.of("state/lists/partial", "cache/archives/partial", "etc")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.writeString(root.resolve("state/status"), "");
    Files.writeString(
        root.resolve("etc/sources.list"),
        "deb [trusted=yes arch=amd64] file:%s ./\n".formatted(index.getParent()));
    var options = new ArrayList<Object>();
    for (var option :
        List.of(
            "Dir::State=" + root.resolve("state"),
            "Dir::State::status=" + root.resolve("state/status"),
            "Dir::Cache=" + root.resolve("cache"),
            "Dir::Etc=" + root.resolve("etc"),
            "Dir::Etc::sourceparts=/dev/null",
            "APT::Architecture=amd64",
            "APT::Architectures=amd64",
            "APT::Sandbox::User=root",
            "Acquire::Languages=none")) {
      options.add("-o");
      options.add(option);
    }
    var update = new ArrayList<>(options);
    update.add("update");
    Tool.of("apt-get").within(Duration.ofMinutes(5)).run(update.toArray()).requireSuccess();
    var unmet = new ArrayList<>(options);
    unmet.addAll(List.of("unmet", "-i"));
    var found = new TreeSet<String>();
    String name = "";
    var output =
        Tool.of("apt-cache").within(Duration.ofMinutes(5)).run(unmet.toArray()).stdoutText();
    for (var line : output.split("\n", -1)) {
      if (line.startsWith("Package ")) {
        name = line.split(" ", -1)[1];
      } else if (!line.isBlank()) {
        found.add(line(name, plain(line.replaceFirst("^ *[A-Za-z]+: ", ""))));
      }
    }
    assertThat(difference(found, missing)).isEmpty();
  }

  /// dose explains why a package cannot be installed by some dependency that is missing in it or
  /// below it. So all that it tells is missing, and it refuses every package that misses something;
  /// it does not tell everything.
  @Test
  void whatDoseMissesIsMissing() throws FormatException {
    var output =
        Tool.of("dose-debcheck")
            .within(Duration.ofMinutes(20))
            .run(
                "--deb-ignore-essential",
                "--explain",
                "--failures",
                "--deb-native-arch=amd64",
                index)
            .stdoutText();
    var reason =
        Pattern.compile(
            "pkg:\n +package: (\\S+)\n(?: +(?:version|architecture|type|essential): .*\n)*"
                + " +unsat-dependency: (.*)");
    var found = new TreeSet<String>();
    var matcher = reason.matcher(output);
    while (matcher.find()) {
      found.add(line(matcher.group(1), plain(matcher.group(2))));
    }
    System.out.println(found.size() + " told by dose");
    assertThat(difference(found, missing)).noneMatch(line -> line.startsWith("-"));
    var refused = new TreeSet<String>();
    var head = Pattern.compile("^ -\n  package: (\\S+)$", Pattern.MULTILINE).matcher(output);
    while (head.find()) {
      refused.add(head.group(1));
    }
    assertThat(refused).containsAll(names(missing));
  }

  /// `-` before what only the tool tells, `+` before what only we tell.
  private static List<String> difference(Set<String> told, Set<String> ours) {
    var lines = new ArrayList<String>();
    told.stream().filter(line -> !ours.contains(line)).forEach(line -> lines.add("- " + line));
    ours.stream().filter(line -> !told.contains(line)).forEach(line -> lines.add("+ " + line));
    return lines;
  }

  private static Set<String> names(Set<String> lines) {
    return lines.stream()
        .map(line -> line.substring(0, line.indexOf(": ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
