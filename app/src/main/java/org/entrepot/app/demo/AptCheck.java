package org.entrepot.app.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Asks the machine's own apt and gpgv whether they accept an archive, in a private root: nothing
/// of the system's apt is read or changed.
final class AptCheck {
  private final Path root;
  private final URI archive;
  private final Path keyring;
  private final String architecture;

  AptCheck(Path root, URI archive, Path keyring, String architecture) {
    this.root = root;
    this.archive = archive;
    this.keyring = keyring;
    this.architecture = architecture;
  }

  /// The line for sources.list.
  String sourcesLine(String distribution, String component) {
    return "deb [signed-by=%s] %s %s %s".formatted(keyring, archive, distribution, component);
  }

  /// gpgv's verdict on the clear-signed Release file.
  String verify(Path inRelease) throws IOException {
    String told =
        Program.run(
            root, "gpgv", List.of("gpgv", "--keyring", keyring.toString(), inRelease.toString()));
    return told.lines()
        .filter(line -> line.contains("Good signature"))
        .findFirst()
        .orElse("")
        .strip();
  }

  /// Reads the archive by `apt-get update`.
  void update(String distribution, String component) throws IOException {
    for (String directory :
        List.of("etc", "state/lists/partial", "cache/archives/partial", "trusted", "log")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.writeString(root.resolve("state/status"), "");
    Files.writeString(
        root.resolve("etc/sources.list"), sourcesLine(distribution, component) + "\n");
    apt("update", "-o", "APT::Update::Error-Mode=any");
  }

  /// The names of packages that apt offers.
  List<String> offered() throws IOException {
    return run("apt-cache", List.of("pkgnames")).lines().sorted().toList();
  }

  /// Downloads a package, and with `withDependencies` all that it needs; returns the file names.
  List<String> download(String name, boolean withDependencies) throws IOException {
    if (withDependencies) {
      apt("install", "--yes", "--no-install-recommends", "--download-only", name);
    } else {
      apt("download", name);
    }
    var files = new ArrayList<String>();
    for (Path directory : List.of(root, root.resolve("cache/archives"))) {
      try (var found = Files.newDirectoryStream(directory, "*.deb")) {
        found.forEach(file -> files.add(file.getFileName().toString()));
      }
    }
    files.sort(null);
    return files;
  }

  private void apt(String... arguments) throws IOException {
    run("apt-get", List.of(arguments));
  }

  private String run(String program, List<String> arguments) throws IOException {
    var command = new ArrayList<String>(List.of(program));
    for (String option :
        List.of(
            "Dir=" + root,
            "Dir::Etc=" + root.resolve("etc"),
            "Dir::Etc::sourcelist=" + root.resolve("etc/sources.list"),
            "Dir::Etc::sourceparts=/dev/null",
            "Dir::Etc::main=/dev/null",
            "Dir::Etc::parts=/dev/null",
            "Dir::Etc::preferences=/dev/null",
            "Dir::Etc::preferencesparts=/dev/null",
            "Dir::Etc::trustedparts=" + root.resolve("trusted"),
            "Dir::State=" + root.resolve("state"),
            "Dir::State::status=" + root.resolve("state/status"),
            "Dir::Cache=" + root.resolve("cache"),
            "Dir::Log=" + root.resolve("log"),
            "Dir::Bin::Methods=/usr/lib/apt/methods",
            "APT::Architecture=" + architecture,
            "APT::Architectures=" + architecture,
            "APT::Sandbox::User=",
            "Acquire::Languages=none",
            "Acquire::http::Proxy=DIRECT",
            "Debug::NoLocking=1")) {
      command.add("-o");
      command.add(option);
    }
    command.addAll(arguments);
    return Program.run(root, "apt", command);
  }
}
