package org.entrepot.cli.configuration;

import java.nio.file.Path;
import java.util.List;

/// The files that are looked at when no configuration file is named, in this order; the first
/// usable one is taken alone, files are never merged. Our own names come first; then those of the
/// peer, so that a machine set up for it just works.
public record ConfigurationPlaces(List<Path> paths) {
  public ConfigurationPlaces {
    paths = List.copyOf(paths);
  }

  public static ConfigurationPlaces of(Environment environment) {
    return new ConfigurationPlaces(
        List.of(
            Path.of(environment.belowHome(".entrepot.conf")),
            Path.of("/etc/entrepot.conf"),
            Path.of(environment.belowHome(".aptly.conf")),
            Path.of("/usr/local/etc/aptly.conf"),
            Path.of("/etc/aptly.conf")));
  }

  /// The files that the peer looks at, for its alias.
  static ConfigurationPlaces ofPeer(Environment environment) {
    return new ConfigurationPlaces(
        List.of(
            Path.of(environment.belowHome(".aptly.conf")),
            Path.of("/usr/local/etc/aptly.conf"),
            Path.of("/etc/aptly.conf")));
  }
}
