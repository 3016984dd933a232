package org.entrepot.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.testkit.Tool;

/// The machine's apt with directories of its own; it gives up at the first error.
final class AptClient {
  private final Path root;

  AptClient(Path root, URI archive, Path keyring, String distribution) throws IOException {
    this.root = root;
    for (String directory :
        List.of("etc", "state/lists/partial", "cache/archives/partial", "trusted", "log")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.writeString(root.resolve("state/status"), "");
    String rest = "[signed-by=%s] %s %s main\n".formatted(keyring, archive, distribution);
    Files.writeString(root.resolve("etc/sources.list"), "deb " + rest + "deb-src " + rest);
  }

  /// Reads the indices.
  String update() {
    return get("update", "-o", "APT::Update::Error-Mode=any");
  }

  /// Names of the indices that it has.
  List<String> lists() throws IOException {
    var names = new ArrayList<String>();
    try (var found = Files.newDirectoryStream(root.resolve("state/lists"))) {
      found.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    return names;
  }

  /// Downloads a package with all that it needs; the names of the files.
  List<String> install(String name) throws IOException {
    get("clean");
    get("install", "--yes", "--no-install-recommends", "--download-only", name);
    var files = new ArrayList<String>();
    try (var found = Files.newDirectoryStream(root.resolve("cache/archives"), "*.deb")) {
      found.forEach(file -> files.add(String.valueOf(file.getFileName())));
    }
    files.sort(null);
    return files;
  }

  /// Runs apt-get in its private root, which is also the working directory.
  String get(Object... arguments) {
    var all = new ArrayList<Object>();
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
            "APT::Architecture=amd64",
            "APT::Architectures=amd64",
            "APT::Sandbox::User=",
            "Acquire::Languages=none",
            "Acquire::Retries=0",
            "Acquire::http::Proxy=DIRECT",
            "Debug::NoLocking=1")) {
      all.add("-o");
      all.add(option);
    }
    all.addAll(List.of(arguments));
    return Tool.of("apt-get").within(Duration.ofMinutes(2)).in(root).text(all.toArray());
  }
}
