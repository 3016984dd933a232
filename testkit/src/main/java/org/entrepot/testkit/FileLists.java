package org.entrepot.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The fields `Files` and `Checksums-*` (Policy 5.6.21, 5.6.24), true or lying.
final class FileLists {
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, String> middles = new LinkedHashMap<>();
  private final Map<String, String> listedNames = new LinkedHashMap<>();
  private final Set<String> wrongDigests = new LinkedHashSet<>();
  private final Set<String> wrongSizes = new LinkedHashSet<>();
  private final Set<String> omitted = new LinkedHashSet<>();

  /// The middle is what stands between size and name in `Files`: section and priority in a
  /// .changes.
  void add(String name, byte[] body, String middle) {
    files.put(name, body.clone());
    middles.put(name, middle);
  }

  void lieAboutDigests(String name) {
    wrongDigests.add(name);
  }

  void lieAboutSize(String name) {
    wrongSizes.add(name);
  }

  void listAs(String name, String listedName) {
    listedNames.put(name, listedName);
  }

  void omit(String field) {
    omitted.add(field);
  }

  Map<String, byte[]> files() {
    return files;
  }

  String text() {
    return field("Checksums-Sha1", "SHA-1")
        + field("Checksums-Sha256", "SHA-256")
        + field("Checksums-Sha512", "SHA-512")
        + field("Files", "MD5");
  }

  private String field(String field, String algorithm) {
    if (omitted.contains(field)) {
      return "";
    }
    var text = new StringBuilder(field).append(":\n");
    files.forEach((name, body) -> {
      byte[] digested =
          wrongDigests.contains(name) ? ("not " + name).getBytes(StandardCharsets.UTF_8) : body;
      text.append(' ').append(HexDigest.of(algorithm, digested));
      text.append(' ').append(wrongSizes.contains(name) ? body.length + 1 : body.length);
      text.append(field.equals("Files") ? middles.getOrDefault(name, "") : "");
      text.append(' ').append(listedNames.getOrDefault(name, name)).append('\n');
    });
    return text.toString();
  }
}
