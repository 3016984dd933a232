package org.entrepot.domain.mirror;

import java.util.UUID;
import java.util.stream.Collectors;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.MirrorName;

/// A copy of a part of somebody else's archive. Immutable.
///
/// @param upstream which archive
/// @param selection what of it
/// @param trust who must have signed it
/// @param state what the last update found
public record Mirror(
    UUID id,
    MirrorName name,
    Upstream upstream,
    Selection selection,
    Trust trust,
    MirrorState state) {
  /// @throws InvalidNameException for parts that a flat archive cannot have
  public Mirror {
    if (selection.has(MirrorPart.AS_IS)) {
      requireWhole(upstream, selection);
    }
    if (upstream.isFlat() && selection.has(MirrorPart.UDEBS)) {
      throw new InvalidNameException("flat mirrors don't support udebs");
    }
    if (upstream.isFlat() && selection.has(MirrorPart.APPSTREAM)) {
      throw new InvalidNameException("flat mirrors don't support AppStream");
    }
  }

  private static void requireWhole(Upstream upstream, Selection selection) {
    if (upstream.isFlat()) {
      throw new InvalidNameException(
          "a flat archive cannot be mirrored as it is: it has no distribution to publish it as");
    }
    if (!selection.filter().isEmpty() || selection.withDependencies()) {
      throw new InvalidNameException(
          "an archive that is mirrored as it is cannot be filtered: the indices that its owner"
              + " signed would list packages that are not there");
    }
  }

  /// The same under another name.
  public Mirror withName(MirrorName newName) {
    return new Mirror(id, newName, upstream, selection, trust, state);
  }

  /// The same after an update.
  public Mirror withState(MirrorState newState) {
    return new Mirror(id, name, upstream, selection, trust, newState);
  }

  /// Whether there was an update.
  public boolean isDownloaded() {
    return state.lastDownload().isPresent();
  }

  /// `[name]: URL distribution`, and a word in brackets for each part that is not usual.
  public String displayName() {
    return "[%s]: %s %s%s"
        .formatted(
            name,
            upstream.root(),
            upstream.distribution(),
            selection.parts().stream()
                .map(part -> " [" + part.word() + "]")
                .collect(Collectors.joining()));
  }
}
