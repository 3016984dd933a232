package org.entrepot.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.packages.PackageSet;

/// Another JVM that works on the same catalog, and may be killed.
///
/// It adds packages to the repository `shared`, one write for each, and prints the number of the
/// package after the write was acknowledged.
final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private OtherProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  static OtherProcess start(CatalogUrl url, String prefix, int count) throws IOException {
    var address =
        switch (url) {
          case CatalogUrl.Sqlite(var file) -> "sqlite:" + file;
          case CatalogUrl.Postgres(var jdbcUrl) -> jdbcUrl;
        };
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            address,
            prefix,
            Integer.toString(count));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new OtherProcess(builder.start());
  }

  /// Returns the next line that it prints, or an empty one when it has ended.
  String line() throws IOException {
    var line = lines.readLine();
    while (line != null && line.startsWith("SLF4J")) {
      line = lines.readLine();
    }
    return line == null ? "" : line;
  }

  /// Kills it, as kill -9 does, and waits until it is gone.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /// One change that touches many tables: a package, its set, the repository and a setting.
  static void step(Catalog catalog, String prefix, int number) {
    catalog.write(t -> {
      var id =
          t.addPackage(
              TestPackages.many(prefix, number, number + 1).getFirst().value(), List.of("x"));
      var before = t.findRepository(new RepositoryName("shared")).orElseThrow();
      var set = t.set(before.packages()).union(PackageSet.of(id));
      t.putSet(set);
      t.updateRepository(before, before.withPackages(set));
      t.sweepSets();
      t.putSetting("count", Integer.toString(set.size()));
      return true;
    });
  }

  public static void main(String[] arguments) {
    var count = Integer.parseInt(arguments[2]);
    try (var catalog = Catalog.open(CatalogUrl.parse(arguments[0]), Clock.systemUTC())) {
      for (var i = 0; i < count; i++) {
        step(catalog, arguments[1], i);
        System.out.println(i);
      }
    }
  }
}
