package org.entrepot.domain.mirror;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.entrepot.domain.name.InvalidNameException;

/// What of an archive is wanted. Immutable.
///
/// @param filter a package query; empty for every package
/// @param withDependencies whether what the filtered packages depend on is wanted too
/// @param parts what is wanted beside binary packages
/// @param skippedChecks what the Release file need not list
/// @param translations languages whose translated descriptions are wanted, such as `de` or `pt_BR`;
///   `all` for every one
public record Selection(
    String filter,
    boolean withDependencies,
    Set<MirrorPart> parts,
    Set<SkippedCheck> skippedChecks,
    List<String> translations) {
  /// All binary packages.
  public static final Selection ALL = new Selection("", false, Set.of(), Set.of(), List.of());

  /// The language that long descriptions of packages are in: archives keep them apart from the
  /// indices of packages.
  public static final List<String> USUAL_TRANSLATIONS = List.of("en");

  private static final String EVERY_LANGUAGE = "all";

  /// @throws InvalidNameException for what is no language
  public Selection {
    translations = translations.stream().sorted().distinct().toList();
    for (String language : translations) {
      if (!language.matches("[A-Za-z0-9_.@-]{1,40}")) {
        throw new InvalidNameException(
            "\"%s\" is no language of translations; write codes such as en,de,pt_BR, or all, or none"
                .formatted(language.replaceAll("\\p{Cntrl}", "?")));
      }
    }
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

  /// Whether just the usual translations are wanted.
  public boolean hasUsualTranslations() {
    return translations.equals(USUAL_TRANSLATIONS);
  }

  /// Whether the translations of a language are wanted.
  public boolean wantsTranslation(String language) {
    return translations.contains(EVERY_LANGUAGE) || translations.contains(language);
  }

  /// Whether a check is skipped.
  public boolean skips(SkippedCheck check) {
    return skippedChecks.contains(check);
  }
}
