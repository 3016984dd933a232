package org.entrepot.service.mirror;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.format.index.ReleaseFile;

/// An index that lists packages of the mirror.
///
/// @param path relative to the directory of the Release file, without the extension of a
///   compression
/// @param component empty in flat archives
/// @param architecture that it is for; `source` for Sources, empty in flat archives
/// @param need whether the mirror is incomplete without it
record WantedIndex(Kind kind, String path, String component, String architecture, Need need) {
  /// What it lists.
  enum Kind {
    PACKAGES,
    UDEBS,
    SOURCES,
    IMAGES
  }

  /// Whether it may be missing in the Release file.
  enum Need {
    /// An update fails without it.
    REQUIRED,
    /// Its absence is told.
    TOLD,
    /// Its absence is usual.
    OPTIONAL
  }

  /// The indices of a mirror, in their order.
  static List<WantedIndex> of(Upstream upstream, Selection selection, ReleaseFile release) {
    var wanted = new ArrayList<WantedIndex>();
    if (upstream.isFlat()) {
      wanted.add(new WantedIndex(Kind.PACKAGES, "Packages", "", "", Need.REQUIRED));
      if (selection.has(MirrorPart.SOURCES)) {
        wanted.add(new WantedIndex(Kind.SOURCES, "Sources", "", "source", Need.TOLD));
      }
      return wanted;
    }
    for (String component : upstream.components()) {
      for (String architecture : architectures(upstream, release)) {
        wanted.add(
            new WantedIndex(
                Kind.PACKAGES,
                component + "/binary-" + architecture + "/Packages",
                component,
                architecture,
                need(component, architecture, upstream, selection, release)));
        if (selection.has(MirrorPart.UDEBS)) {
          wanted.add(
              new WantedIndex(
                  Kind.UDEBS,
                  component + "/debian-installer/binary-" + architecture + "/Packages",
                  component,
                  architecture,
                  architecture.equals("all") ? Need.OPTIONAL : wished(selection)));
        }
        if (selection.has(MirrorPart.INSTALLER) && !architecture.equals("all")) {
          String images = upstream.distribution().equals("focal") ? "legacy-images" : "images";
          wanted.add(
              new WantedIndex(
                  Kind.IMAGES,
                  "%s/installer-%s/current/%s/SHA256SUMS"
                      .formatted(component, architecture, images),
                  component,
                  architecture,
                  Need.OPTIONAL));
        }
      }
      if (selection.has(MirrorPart.SOURCES)) {
        wanted.add(
            new WantedIndex(
                Kind.SOURCES,
                component + "/source/Sources",
                component,
                "source",
                wished(selection)));
      }
    }
    return wanted;
  }

  /// Where an archive keeps packages for all architectures apart, they belong to each mirror of it.
  private static List<String> architectures(Upstream upstream, ReleaseFile release) {
    var architectures = new ArrayList<>(upstream.architectures());
    boolean apart =
        release.architectures().contains("all")
            && !release.fields().text("No-Support-for-Architecture-all").contains("Packages");
    if (apart && !architectures.contains("all")) {
      architectures.add("all");
    }
    return architectures;
  }

  /// How an index is needed that was asked for, and not merely taken along with all others.
  private static Need wished(Selection selection) {
    return selection.has(MirrorPart.AS_IS) ? Need.OPTIONAL : Need.TOLD;
  }

  private static Need need(
      String component,
      String architecture,
      Upstream upstream,
      Selection selection,
      ReleaseFile release) {
    boolean forced =
        (selection.skips(SkippedCheck.COMPONENTS)
                && !release.components().isEmpty()
                && !release.components().contains(component))
            || (selection.skips(SkippedCheck.ARCHITECTURES)
                && !release.architectures().contains(architecture));
    if (architecture.equals("all")) {
      return upstream.architectures().equals(List.of("all")) ? wished(selection) : Need.OPTIONAL;
    }
    return forced ? Need.TOLD : Need.REQUIRED;
  }
}
