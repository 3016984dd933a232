package org.entrepot.domain.mirror;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What of an archive is wanted. Immutable.
///
/// @param filter a package query; empty for every package
/// @param withDependencies whether what the filtered packages depend on is wanted too
/// @param parts what is wanted beside binary packages
/// @param skippedChecks what the Release file need not list
public record Selection(
    String filter,
    boolean withDependencies,
    Set<MirrorPart> parts,
    Set<SkippedCheck> skippedChecks) {
  /// All binary packages.
  public static final Selection ALL = new Selection("", false, Set.of(), Set.of());

  public Selection {
    parts = sorted(MirrorPart.class, parts);
    skippedChecks = sorted(SkippedCheck.class, skippedChecks);
  }

  private static <E extends Enum<E>> Set<E> sorted(Class<E> type, Set<E> values) {
    var copy = EnumSet.noneOf(type);
    copy.addAll(values);
    return Collections.unmodifiableSet(copy);
  }

  /// Whether a part is wanted.
  public boolean has(MirrorPart part) {
    return parts.contains(part);
  }

  /// Whether a check is skipped.
  public boolean skips(SkippedCheck check) {
    return skippedChecks.contains(check);
  }
}
