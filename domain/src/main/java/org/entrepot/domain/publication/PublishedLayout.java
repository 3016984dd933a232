package org.entrepot.domain.publication;

import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.format.architecture.Architecture;

/// Names of directories and files of an archive: below `dists/DISTRIBUTION`, and of the pool below
/// the prefix. Pure text; what goes in was checked by its types. (Debian repository format; `dists`
/// and `pool` as all Debian archives have them.)
public final class PublishedLayout {
  private static final String LIBRARY = "lib";
  private static final int LIBRARY_CHARACTERS = 4;

  private PublishedLayout() {}

  /// The directory of a component's package files: `pool/COMPONENT`, or
  /// `pool/DISTRIBUTION/COMPONENT`; the prefix itself where paths are those of another archive.
  public static String poolRoot(
      PoolLayout layout, Distribution distribution, ComponentName component) {
    return switch (layout) {
      case SHARED -> "pool/" + component;
      case PER_DISTRIBUTION -> "pool/" + distribution + "/" + component;
      case UPSTREAM -> "";
    };
  }

  /// The directory of a source package below [#poolRoot]: `h/hello`, `libf/libfoo`. Library sources
  /// go by up to four characters, so `lib` itself goes to `lib/lib`.
  public static String sourceDirectory(String sourceName) {
    int characters = sourceName.startsWith(LIBRARY) ? LIBRARY_CHARACTERS : 1;
    return sourceName.substring(0, Math.min(characters, sourceName.length())) + "/" + sourceName;
  }

  /// The directory of a Packages index, below the distribution.
  public static String binaryIndexDirectory(ComponentName component, Architecture architecture) {
    return component + "/binary-" + architecture;
  }

  /// The directory of a Packages index of udebs, below the distribution.
  public static String udebIndexDirectory(ComponentName component, Architecture architecture) {
    return component + "/debian-installer/binary-" + architecture;
  }

  /// The directory of a Sources index, below the distribution.
  public static String sourceIndexDirectory(ComponentName component) {
    return component + "/source";
  }

  /// The base name of a Contents index: `Contents-amd64`, and `Contents-udeb-amd64` for udebs.
  public static String contentsName(Architecture architecture, boolean udebs) {
    return (udebs ? "Contents-udeb-" : "Contents-") + architecture;
  }
}
