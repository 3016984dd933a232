package org.entrepot.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishingTest {
  @TempDir Path root;

  private static List<String> tree(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void publishesUpdatesAndDrops() throws IOException {
    Path incoming = Files.createDirectories(root.resolve("incoming"));
    DebBuilder.of("hello", "1.0", "amd64").file("usr/bin/hello", "x").writeTo(incoming);
    DebBuilder.of("data", "2.0", "all").file("usr/share/data/file", "x").writeTo(incoming);
    try (var store = new Store(root.resolve("store"))) {
      store.createRepository("r");
      assertThat(store.add("r", incoming).added())
          .containsExactly("data_2.0_all", "hello_1.0_amd64");
      store.run(Store.publishing(SourceKind.REPOSITORY, "r", ".", "stable"));
      assertThat(tree(store.publicRoot()))
          .contains(
              "dists/stable/Release",
              "dists/stable/main/binary-amd64/Packages",
              "dists/stable/main/binary-amd64/Packages.xz",
              "dists/stable/main/Contents-amd64.gz",
              "pool/main/h/hello/hello_1.0_amd64.deb",
              "pool/main/d/data/data_2.0_all.deb");
      assertThat(
              Files.readString(
                  store.publicRoot().resolve("dists/stable/main/binary-amd64/Packages")))
          .contains("Filename: pool/main/d/data/data_2.0_all.deb", "SHA512: ");
      DebBuilder.of("hello", "1.1", "amd64").file("usr/bin/hello", "y").writeTo(incoming);
      store.add("r", incoming);
      store.run(Store.updating(".", "stable"));
      assertThat(tree(store.publicRoot())).contains("pool/main/h/hello/hello_1.1_amd64.deb");
      store.run(Store.dropping(".", "stable"));
      assertThat(tree(store.publicRoot())).isEmpty();
    }
  }
}
