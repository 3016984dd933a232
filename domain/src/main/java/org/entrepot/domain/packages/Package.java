package org.entrepot.domain.packages;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.FilesHash;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.format.version.Version;

/// A package: what its control stanza says and which files it has.
///
/// The stanza is kept as read, from the package itself or from an index. Two packages may have the
/// same key and different stanzas, when two archives describe the same file; the identity of a row
/// of the catalog is therefore (`key`, `stanzaDigest`). Names, versions and file names are safe to
/// build paths and lines of. Immutable and thread-safe; what is derived is computed when asked for.
///
/// @param kind what sort of package
/// @param name `Package`, or `Source` of a `.dsc`; `installer` for installer packages
/// @param version the version; empty for installer packages
/// @param architecture `source` for source packages
/// @param control the stanza as read; without fields for installer packages
/// @param files bytewise ordered by name; exactly one for binary packages and udebs
@SuppressWarnings("JavaLangClash") // the word of Debian Policy; java.lang.Package is not used here
public record Package(
    PackageKind kind,
    String name,
    Version version,
    Architecture architecture,
    Stanza control,
    List<PackageFile> files) {
  private static final String INSTALLER_NAME = "installer";

  /// @throws IllegalArgumentException for a package that breaks the rules above
  public Package {
    PackageSyntax.checkName("name of the package", name);
    if (kind == PackageKind.INSTALLER) {
      if (!version.toString().isEmpty()) {
        throw new IllegalArgumentException("An installer package has no version");
      }
    } else {
      PackageSyntax.checkVersion(version.toString());
    }
    if (architecture.isSource() != (kind == PackageKind.SOURCE)) {
      throw new IllegalArgumentException(
          "The %s package %s cannot have the architecture %s"
              .formatted(kind.packageType(), name, architecture));
    }
    if (files.size() > 1) {
      files = files.stream().sorted(Comparator.comparing(PackageFile::name)).toList();
    }
    files = List.copyOf(files);
    checkFiles(kind, name, files);
    PackageSyntax.checkName(
        "source name of the package", PackageFields.sourceName(kind, name, control));
  }

  /// The binary package or udeb that a control stanza describes.
  ///
  /// @throws FormatException naming the file when a field is missing or unusable
  public static Package ofBinary(Stanza control, PackageKind kind, PackageFile file)
      throws FormatException {
    if (kind != PackageKind.BINARY && kind != PackageKind.UDEB) {
      throw new IllegalArgumentException(kind + " is not a kind of binary package");
    }
    var source = file.name();
    var name = required(control, "Package", source);
    var architecture = required(control, "Architecture", source);
    if (!Architecture.isValid(architecture)) {
      throw refused(source, "\"" + architecture + "\" is not the name of an architecture");
    }
    return checked(source, control, kind, name, new Architecture(architecture), List.of(file));
  }

  /// The source package that a `.dsc` or a stanza of a Sources index describes.
  ///
  /// @param files all of them, the `.dsc` itself included
  /// @throws FormatException when a field is missing or unusable
  public static Package ofSource(Stanza control, List<PackageFile> files) throws FormatException {
    var source =
        files.stream()
            .map(PackageFile::name)
            .filter(file -> file.endsWith(".dsc"))
            .findFirst()
            .orElse("source package");
    // An index names the package in Package; there, and only there, a Source field is foreign.
    var name =
        control.has("Package") ? control.text("Package") : required(control, "Source", source);
    return checked(source, control, PackageKind.SOURCE, name, Architecture.SOURCE, files);
  }

  /// The installer files of one architecture.
  public static Package ofInstaller(Architecture architecture, List<PackageFile> files) {
    return new Package(
        PackageKind.INSTALLER,
        INSTALLER_NAME,
        Version.parseLenient(""),
        architecture,
        Stanza.empty(),
        files);
  }

  /// The key with the hash of the files.
  public PackageKey key() {
    return new PackageKey(architecture, name, version.toString(), filesHash().value());
  }

  /// `Parchitecture name version`: unique within one list of packages.
  public String shortKey() {
    return "P" + architecture + " " + name + " " + version;
  }

  /// The hash of the files.
  public FilesHash filesHash() {
    return FilesHash.of(files.stream().map(PackageFile::named).toList());
  }

  /// SHA-256 of the stanza's bytes.
  public Sha256 stanzaDigest() {
    try {
      var digest = MessageDigest.getInstance(DigestAlgorithm.SHA256.standardName());
      return Sha256.of(digest.digest(control.toBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  /// `name_version_architecture`, as people see and type it; the epoch is kept.
  public String displayName() {
    return name + "_" + version + "_" + architecture;
  }

  /// Name of the source package: its own for source packages, else that of the Source field, else
  /// its own.
  public String sourceName() {
    return PackageFields.sourceName(kind, name, control);
  }

  /// Version of the source package: its own unless the Source field gives one in parentheses.
  public Version sourceVersion() {
    return PackageFields.sourceVersion(this);
  }

  /// For source packages the text of their Architecture field, such as `any all`; else empty.
  public String sourceArchitecture() {
    return kind == PackageKind.SOURCE ? control.text("Architecture") : "";
  }

  /// The value that a query for this field sees, or empty. Case counts: `Priority` is found however
  /// the stanza spells it, `PRIORITY` never is. `Name`, `$Source` and the other derived fields are
  /// known; fields that describe files (`Filename`, `Size`, digests) are empty.
  public String field(String name) {
    return PackageFields.value(this, name);
  }

  /// All fields in their customary spelling, with the file fields made from the files,
  /// relationships joined with `, `, and `FilesHash`, `Key` and `ShortKey`: what JSON and templates
  /// show. Fields with lines keep them, with their leading blank and final newline.
  public SortedMap<String, String> extendedFields() {
    return PackageFields.extended(this);
  }

  /// The virtual packages that it provides, in the order of its Provides field; items with a
  /// relation other than `=` are ignored (Debian Policy 7.5).
  public List<Provision> provides() {
    return kind == PackageKind.BINARY || kind == PackageKind.UDEB
        ? Provision.parseAll(control.text("Provides"))
        : List.of();
  }

  /// Whether both are the same package, whatever their stanzas say of dependencies and the like:
  /// equal name, version, architecture, Source and files. A list can hold only one of two packages
  /// with equal short keys.
  public boolean isSamePackageAs(Package other) {
    return shortKey().equals(other.shortKey())
        && kind == PackageKind.SOURCE == (other.kind == PackageKind.SOURCE)
        && sourceArchitecture().equals(other.sourceArchitecture())
        && field("Source").equals(other.field("Source"))
        && filesHash().equals(other.filesHash());
  }

  /// The display name.
  @Override
  public String toString() {
    return displayName();
  }

  private static Package checked(
      String source,
      Stanza control,
      PackageKind kind,
      String name,
      Architecture architecture,
      List<PackageFile> files)
      throws FormatException {
    var version = Version.parseLenient(required(control, "Version", source));
    try {
      return new Package(kind, name, version, architecture, control, files);
    } catch (IllegalArgumentException e) {
      throw refused(source, Optional.ofNullable(e.getMessage()).orElse("unusable")).causedBy(e);
    }
  }

  private static String required(Stanza control, String field, String source)
      throws FormatException {
    var text = control.text(field);
    if (text.isBlank()) {
      throw refused(source, "the field " + field + " is missing or empty");
    }
    return text;
  }

  private static FormatException refused(String source, String problem) {
    return FormatException.of(source, problem, "Policy 5.6", "");
  }

  private static void checkFiles(PackageKind kind, String name, List<PackageFile> files) {
    boolean binary = kind == PackageKind.BINARY || kind == PackageKind.UDEB;
    if (binary ? files.size() != 1 : files.isEmpty()) {
      throw new IllegalArgumentException(
          "The package " + name + " has " + files.size() + " files, which no " + kind + " has");
    }
    var seen = new HashSet<String>();
    for (var file : files) {
      if (kind != PackageKind.INSTALLER && file.name().indexOf('/') >= 0) {
        throw PackageSyntax.refused("file name", file.name(), "contains a slash");
      }
      if (!seen.add(file.name())) {
        throw PackageSyntax.refused("file name", file.name(), "occurs twice in " + name);
      }
    }
  }
}
