package org.entrepot.server.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.server.PercentEncoding;

/// The path of a request as checked names: none is empty, `.` or `..`, none holds a slash or a
/// control character. Empty parts and plain `.` are dropped, because apt asks a flat archive for
/// `/./Packages`.
///
/// @param names from the root downwards
/// @param directory whether the path ended in a slash
record RequestPath(List<String> names, boolean directory) {

  RequestPath {
    names = List.copyOf(names);
  }

  /// The path of a request line (RFC 3986, 3.3), or empty if it is malformed or tries to climb.
  static Optional<RequestPath> parse(String raw) {
    if (!raw.startsWith("/")) {
      return Optional.empty();
    }
    var names = new ArrayList<String>();
    for (String part : raw.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      Optional<String> name = PercentEncoding.decode(part).filter(RequestPath::isName);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      names.add(name.get());
    }
    return Optional.of(new RequestPath(names, raw.endsWith("/") || raw.endsWith("/.")));
  }

  /// The names of a path that a person wrote, `/debian/main`, without escapes.
  static Optional<RequestPath> ofNames(String path) {
    List<String> names = path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
    return names.stream().allMatch(RequestPath::isName)
        ? Optional.of(new RequestPath(names, true))
        : Optional.empty();
  }

  boolean startsWith(RequestPath prefix) {
    return names.size() >= prefix.names.size()
        && names.subList(0, prefix.names.size()).equals(prefix.names);
  }

  /// What is left below a prefix.
  RequestPath below(RequestPath prefix) {
    return new RequestPath(names.subList(prefix.names.size(), names.size()), directory);
  }

  /// The path of this directory, percent-encoded, with one slash at each end.
  String toDirectoryUri() {
    var uri = new StringBuilder("/");
    names.forEach(name -> uri.append(PercentEncoding.encode(name)).append('/'));
    return uri.toString();
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c < 0x20 || c == 0x7f || c == '/');
  }
}
