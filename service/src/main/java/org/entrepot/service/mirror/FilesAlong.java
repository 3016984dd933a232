package org.entrepot.service.mirror;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.format.index.ReleaseFile;
import org.entrepot.service.mirror.FileDownloads.Wanted;

/// Chooses the files of a Release file that go along with the packages of a mirror.
final class FilesAlong {
  private static final Pattern TRANSLATION =
      Pattern.compile(
          "(?<name>i18n/Translation-(?<language>[A-Za-z0-9_@-]+))(?<form>\\.[a-z0-9]+)?");
  private static final String OF_ARCHITECTURE =
      "(?:^|/)(?:binary|Contents|Contents-udeb|installer|Components|Commands)-";

  private final Upstream upstream;
  private final Selection selection;
  private final ReleaseFile release;

  private FilesAlong(Upstream upstream, Selection selection, ReleaseFile release) {
    this.upstream = upstream;
    this.selection = selection;
    this.release = release;
  }

  /// For each file the forms in which it is listed, of which one suffices, the best first.
  static List<List<Wanted>> of(Upstream upstream, Selection selection, ReleaseFile release) {
    var choice = new FilesAlong(upstream, selection, release);
    List<List<String>> paths =
        selection.has(MirrorPart.AS_IS) ? choice.everything() : choice.descriptive();
    return paths.stream()
        .map(forms ->
            forms.stream().map(path -> new Wanted(path, release.find(path).orElseThrow())).toList())
        .toList();
  }

  private List<List<String>> descriptive() {
    var wanted = new ArrayList<List<String>>();
    for (String component : upstream.components()) {
      String directory = component + "/";
      var translations = new LinkedHashMap<String, List<String>>();
      for (String path : release.files().tailMap(directory).keySet()) {
        if (!path.startsWith(directory)) {
          break;
        }
        String inComponent = path.substring(directory.length());
        if (selection.has(MirrorPart.APPSTREAM) && inComponent.startsWith("dep11/")) {
          wanted.add(List.of(path));
        }
        var translation = TRANSLATION.matcher(inComponent);
        if (translation.matches() && selection.wantsTranslation(translation.group("language"))) {
          translations
              .computeIfAbsent(directory + translation.group("name"), _ -> new ArrayList<>())
              .add(path);
        }
      }
      for (Map.Entry<String, List<String>> each : translations.entrySet()) {
        wanted.add(
            IndexReader.BEST_FIRST.stream()
                .map(form -> each.getKey() + form.extension())
                .filter(each.getValue()::contains)
                .toList());
      }
    }
    wanted.removeIf(List::isEmpty);
    return wanted;
  }

  private List<List<String>> everything() {
    List<Pattern> unwanted = unwanted();
    return release.files().keySet().stream()
        .filter(path -> unwanted.stream().noneMatch(it -> it.matcher(path).find()))
        .map(List::of)
        .toList();
  }

  /// What belongs to parts of the archive that are not mirrored.
  private List<Pattern> unwanted() {
    var patterns = new ArrayList<Pattern>();
    release.components().stream()
        .filter(it -> !upstream.components().contains(it))
        .forEach(it -> patterns.add(Pattern.compile("^" + Pattern.quote(it) + "/")));
    Set<String> architectures = Set.copyOf(upstream.architectures());
    release.architectures().stream()
        .filter(it -> !it.equals("all") && !it.equals("source") && !architectures.contains(it))
        .forEach(it ->
            patterns.add(Pattern.compile(OF_ARCHITECTURE + Pattern.quote(it) + "(?:[./]|$)")));
    without(MirrorPart.SOURCES, "(?:^|/)(?:source/|Contents-source)").ifPresent(patterns::add);
    without(MirrorPart.UDEBS, "(?:^|/)(?:debian-installer/|Contents-udeb-)")
        .ifPresent(patterns::add);
    without(MirrorPart.INSTALLER, "(?:^|/)installer-[^/]+/").ifPresent(patterns::add);
    return patterns;
  }

  private Optional<Pattern> without(MirrorPart part, String paths) {
    return selection.has(part) ? Optional.empty() : Optional.of(Pattern.compile(paths));
  }
}
