package org.entrepot.server.archive;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The published archives that a server of the API hands out below `/repos/`.
///
/// @param standard the default storage, at `/repos/-/`
/// @param endpoints directories of the storages `filesystem:NAME`, at `/repos/NAME/`
/// @param allowedTargets directories besides these that symbolic links may lead into
public record ServedArchives(
    Path standard, SortedMap<String, Path> endpoints, List<Path> allowedTargets) {
  /// The name of the default storage in paths.
  static final String STANDARD = "-";

  public ServedArchives {
    endpoints = new TreeMap<>(endpoints);
    allowedTargets = List.copyOf(allowedTargets);
  }

  boolean has(String name) {
    return name.equals(STANDARD) || endpoints.containsKey(name);
  }

  List<Mount> mounts() {
    return Stream.concat(
            Stream.of(new Mount("/repos/" + STANDARD, standard)),
            endpoints.entrySet().stream()
                .filter(each -> !each.getKey().equals(STANDARD))
                .map(each -> new Mount("/repos/" + each.getKey(), each.getValue())))
        .toList();
  }

  /// The page of `/repos/`, in the bytes that clients compare.
  String page() {
    var page = new StringBuilder("<pre>\n");
    if (endpoints.isEmpty()) {
      page.append("<a href=\"-/\">default</a>\n");
    }
    endpoints
        .keySet()
        .forEach(name ->
            page.append("<a href=\"")
                .append(DirectoryPage.escape(name))
                .append("/\">")
                .append(DirectoryPage.escape(name))
                .append("</a>\n"));
    return page.append("</pre>").toString();
  }
}
