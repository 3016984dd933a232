package org.entrepot.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An upload (deb-changes(5)) with the files that it lists.
///
/// `ChangesBuilder.of("app", "1.0-1",
/// "unstable").deb(DebBuilder.of(...)).build().writeTo(directory)`. Not thread-safe.
public final class ChangesBuilder {
  private final String source;
  private final String version;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final FileLists lists = new FileLists();
  private Optional<UnaryOperator<byte[]>> signing = Optional.empty();

  private ChangesBuilder(String source, String version) {
    this.source = source;
    this.version = version;
  }

  /// An upload without files, for architecture amd64 and a binary of the source's name.
  public static ChangesBuilder of(String source, String version, String distribution) {
    return new ChangesBuilder(source, version)
        .field("Format", "1.8")
        .field("Date", "Tue, 14 Nov 2023 22:13:20 +0000")
        .field("Source", source)
        .field("Binary", source)
        .field("Architecture", "amd64")
        .field("Version", version)
        .field("Distribution", distribution)
        .field("Urgency", "medium")
        .field("Maintainer", "Test Person <test@example.org>")
        .field("Changed-By", "Test Person <test@example.org>")
        .field("Description", "\n " + source + "  - package made for a test")
        .field(
            "Changes",
            "\n "
                + source
                + " ("
                + version
                + ") "
                + distribution
                + "; urgency=medium\n .\n   * Made for a test.");
  }

  /// Sets a field; continuation lines are part of the value.
  public ChangesBuilder field(String field, String value) {
    fields.put(field, value);
    return this;
  }

  /// Leaves out a field, also `Files` and `Checksums-*`.
  public ChangesBuilder without(String field) {
    fields.remove(field);
    lists.omit(field);
    return this;
  }

  /// Adds a binary package.
  public ChangesBuilder deb(DebBuilder deb) {
    return file(deb.fileName(), deb.toBytes(), "misc", "optional");
  }

  /// Adds a source package: its .dsc and its parts.
  public ChangesBuilder source(DscBuilder dsc) {
    BuiltFiles built = dsc.build();
    built.names().forEach(name -> file(name, built.bytes(name), "misc", "optional"));
    return this;
  }

  /// Adds any file.
  public ChangesBuilder file(String name, byte[] body, String section, String priority) {
    lists.add(name, body, " " + section + " " + priority);
    return this;
  }

  /// All digests listed for this file will be wrong.
  public ChangesBuilder lieAboutDigests(String fileName) {
    lists.lieAboutDigests(fileName);
    return this;
  }

  /// The size listed for this file will be one too large.
  public ChangesBuilder lieAboutSize(String fileName) {
    lists.lieAboutSize(fileName);
    return this;
  }

  /// The file will be listed under another name, such as `../../etc/passwd`.
  public ChangesBuilder listAs(String fileName, String listedName) {
    lists.listAs(fileName, listedName);
    return this;
  }

  /// The .changes will be what this makes of its text: its clear-signed form.
  public ChangesBuilder signedBy(UnaryOperator<byte[]> clearSign) {
    signing = Optional.of(clearSign);
    return this;
  }

  /// source_version_amd64.changes, with the version's epoch left out.
  public String fileName() {
    return source + "_" + version.substring(version.indexOf(':') + 1) + "_amd64.changes";
  }

  /// The .changes and the files that it lists.
  public BuiltFiles build() {
    var text = new StringBuilder();
    fields.forEach((field, value) ->
        text.append(field).append(value.startsWith("\n") ? ":" : ": ").append(value).append('\n'));
    byte[] changes = (text + lists.text()).getBytes(StandardCharsets.UTF_8);
    var all = new LinkedHashMap<>(lists.files());
    all.put(fileName(), signing.isPresent() ? signing.get().apply(changes) : changes);
    return new BuiltFiles(fileName(), all);
  }
}
