package org.entrepot.domain.packages;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Digest;
import org.entrepot.format.deb822.FieldName;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.version.Version;

/// The fields of a package as queries, JSON and templates see them.
final class PackageFields {
  private static final Set<String> BINARY_RELATIONSHIPS =
      Set.of("Depends", "Pre-Depends", "Suggests", "Recommends", "Provides");
  private static final Set<String> SOURCE_RELATIONSHIPS =
      Set.of("Build-Depends", "Build-Depends-Indep");
  private static final Set<String> OF_BINARY_FILE =
      Set.of("Package", "Filename", "Size", "MD5Sum", "SHA1", "SHA256", "SHA512");
  private static final Set<String> OF_SOURCE_FILES =
      Set.of("Package", "Source", "Files", "Checksums-Sha1", "Checksums-Sha256");

  private PackageFields() {}

  static String value(Package it, String field) {
    return switch (field) {
      case "Name" -> it.name();
      case "Version", "$Version" -> it.version().toString();
      case "Architecture" -> isSource(it) ? it.sourceArchitecture() : it.architecture().name();
      case "$Architecture" -> it.architecture().name();
      case "$Source" -> isSource(it) ? "" : it.sourceName();
      case "$SourceVersion" -> isSource(it) ? "" : it.sourceVersion().toString();
      case "$PackageType" -> it.kind().packageType();
      default -> field.startsWith("$") ? "" : controlValue(it, field);
    };
  }

  private static String controlValue(Package it, String name) {
    if (isOfFiles(it, name) || !it.control().has(name)) {
      return "";
    }
    // The stanza is searched without case, a query is not.
    if (!new FieldName(name).canonical().equals(name)) {
      return "";
    }
    if (isRelationship(it, name)) {
      return RelationshipItems.joined(it.control().text(name));
    }
    return it.control().find(name).orElseThrow().textOrBlock();
  }

  static SortedMap<String, String> extended(Package it) {
    var fields = new TreeMap<String, String>();
    for (int i = 0; i < it.control().size(); i++) {
      var name = it.control().fieldName(i).canonical();
      var value = controlValue(it, name);
      if (!isOfFiles(it, name) && !(isRelationship(it, name) && value.isEmpty())) {
        fields.put(name, value);
      }
    }
    if (it.kind() == PackageKind.INSTALLER) {
      fields.put("", lines(it, "", "  ", file -> file.checksums().sha256().hex()));
    } else {
      fields.put("Package", it.name());
      fields.put("Version", it.version().toString());
      fields.put("Architecture", value(it, "Architecture"));
      addFiles(it, fields);
    }
    fields.put("FilesHash", it.filesHash().hex());
    fields.put("Key", it.key().full());
    fields.put("ShortKey", it.shortKey());
    return fields;
  }

  private static void addFiles(Package it, SortedMap<String, String> fields) {
    if (isSource(it)) {
      fields.put("Files", checksumLines(it, Checksums::md5));
      fields.put("Checksums-Sha1", checksumLines(it, Checksums::sha1));
      fields.put("Checksums-Sha256", checksumLines(it, Checksums::sha256));
      fields.put("Checksums-Sha512", checksumLines(it, Checksums::sha512));
      return;
    }
    var file = it.files().getFirst();
    var fileName = it.control().text("Filename");
    fields.put("Filename", fileName.isEmpty() ? file.name() : fileName);
    fields.put("Size", Long.toString(file.checksums().sizeBytes()));
    fields.put("MD5sum", file.checksums().md5().hex());
    fields.put("SHA1", file.checksums().sha1().hex());
    fields.put("SHA256", file.checksums().sha256().hex());
    fields.put("SHA512", file.checksums().sha512().hex());
  }

  private static String checksumLines(Package it, Function<Checksums, Digest> digest) {
    return lines(
        it,
        " ",
        " ",
        file -> digest.apply(file.checksums()).hex() + " " + file.checksums().sizeBytes());
  }

  private static String lines(
      Package it, String before, String between, Function<PackageFile, String> text) {
    var lines = new StringBuilder();
    for (var file : it.files()) {
      lines
          .append(before)
          .append(text.apply(file))
          .append(between)
          .append(file.name())
          .append('\n');
    }
    return lines.toString();
  }

  static String sourceName(PackageKind kind, String name, Stanza control) {
    return kind == PackageKind.SOURCE ? name : sourceName(name, control.text("Source"));
  }

  /// The name in a Source field, or the package's own if the field is empty.
  static String sourceName(String name, String source) {
    int open = source.indexOf('(');
    var given = (open < 0 ? source : source.substring(0, open)).strip();
    return given.isEmpty() ? name : given;
  }

  static Version sourceVersion(Package it) {
    return isSource(it) ? it.version() : sourceVersion(it.version(), it.control().text("Source"));
  }

  /// The version in the parentheses of a Source field, or the package's own.
  static Version sourceVersion(Version version, String source) {
    int open = source.indexOf('(');
    int close = source.indexOf(')', open + 1);
    return open < 0 || close < 0
        ? version
        : Version.parseLenient(source.substring(open + 1, close).strip());
  }

  private static boolean isOfFiles(Package it, String name) {
    return (isSource(it) ? OF_SOURCE_FILES : OF_BINARY_FILE).contains(name);
  }

  private static boolean isRelationship(Package it, String name) {
    return (isSource(it) ? SOURCE_RELATIONSHIPS : BINARY_RELATIONSHIPS).contains(name);
  }

  private static boolean isSource(Package it) {
    return it.kind() == PackageKind.SOURCE;
  }
}
