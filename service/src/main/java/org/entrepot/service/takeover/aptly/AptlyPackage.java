package org.entrepot.service.takeover.aptly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Digest;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;
import org.entrepot.format.deb822.Field;
import org.entrepot.format.deb822.FieldName;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.service.takeover.leveldb.DamagedDatabaseException;
import org.entrepot.service.takeover.predecessor.FoundPackage;
import org.entrepot.service.takeover.predecessor.FoundPackage.FoundFile;

/// Makes packages of aptly's rows (spec domain 10.4): one row with name and version, others with
/// files, dependencies and the remaining fields; before aptly 0.4 one row with everything.
final class AptlyPackage {
  /// Members of the dependency row with the field of each, in the order in which indices have them.
  private static final List<Map.Entry<String, String>> DEPENDENCIES =
      List.of(
          Map.entry("PreDepends", "Pre-Depends"),
          Map.entry("Depends", "Depends"),
          Map.entry("Recommends", "Recommends"),
          Map.entry("Suggests", "Suggests"),
          Map.entry("BuildDepends", "Build-Depends"),
          Map.entry("BuildDependsInDep", "Build-Depends-Indep"));

  private final Path pool;

  AptlyPackage(Path pool) {
    this.pool = pool;
  }

  /// The rows of one package; one that is missing is empty.
  ///
  /// @param main the value of its key
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Rows(
      String key,
      byte[] main,
      Optional<byte[]> files,
      Optional<byte[]> dependencies,
      Optional<byte[]> extra,
      Optional<byte[]> contents) {}

  /// The package.
  ///
  /// @throws DamagedDatabaseException when a row cannot be decoded
  /// @throws IllegalArgumentException when a part breaks the rules of packages
  FoundPackage of(Rows rows) throws DamagedDatabaseException {
    String name = "package " + rows.key();
    boolean divided = AptlyRecord.isDivided(rows.main());
    var main = divided ? AptlyRecord.from(rows.main(), 2, name) : AptlyRecord.of(rows.main(), name);
    AptlyRecord dependencies = main;
    AptlyRecord extra = main;
    List<AptlyRecord> files = main.records("Files");
    if (divided) {
      dependencies = AptlyRecord.orEmpty(rows.dependencies(), name);
      extra = AptlyRecord.orEmpty(rows.extra(), name);
      files = rows.files().isPresent() ? AptlyRecord.records(rows.files().get(), name) : List.of();
    }
    PackageKind kind = kind(main);
    Stanza control =
        kind == PackageKind.INSTALLER
            ? Stanza.empty()
            : control(
                main, dependencies, divided ? extra.allTexts() : main.textsByName("Extra"), kind);
    String architecture = main.text("Architecture");
    Optional<List<String>> contents = Optional.empty();
    if (rows.contents().isPresent()) {
      contents = Optional.of(AptlyRecord.texts(rows.contents().get(), name));
    }
    return new FoundPackage(
        rows.key(),
        "%s_%s_%s".formatted(main.text("Name"), main.text("Version"), architecture),
        files(files, kind),
        contents,
        real -> requireItself(rows.key(), assembled(control, kind, architecture, real)));
  }

  private static Package requireItself(String key, Package value) {
    if (!key.equals(value.shortKey()) && !key.startsWith(value.shortKey() + " ")) {
      throw new IllegalArgumentException("its record describes " + value.displayName());
    }
    return value;
  }

  private static Package assembled(
      Stanza control, PackageKind kind, String architecture, List<PackageFile> files)
      throws FormatException {
    return switch (kind) {
      case SOURCE -> Package.ofSource(control, files);
      case INSTALLER -> {
        if (!Architecture.isValid(architecture)) {
          throw new IllegalArgumentException(
              "\"" + architecture + "\" is not the name of an architecture");
        }
        yield Package.ofInstaller(new Architecture(architecture), files);
      }
      case BINARY, UDEB -> {
        if (files.size() != 1) {
          throw new IllegalArgumentException("it has %d files".formatted(files.size()));
        }
        yield Package.ofBinary(control, kind, files.getFirst());
      }
    };
  }

  private static PackageKind kind(AptlyRecord main) throws DamagedDatabaseException {
    if (main.flag("IsInstaller")) {
      return PackageKind.INSTALLER;
    }
    if (main.flag("IsSource")) {
      return PackageKind.SOURCE;
    }
    return main.flag("IsUdeb") ? PackageKind.UDEB : PackageKind.BINARY;
  }

  private static Stanza control(
      AptlyRecord main, AptlyRecord dependencies, Map<String, String> extra, PackageKind kind)
      throws DamagedDatabaseException {
    var fields = new ArrayList<Field>();
    fields.add(Field.of("Package", main.exactText("Name")));
    fields.add(Field.of("Version", main.exactText("Version")));
    String architecture =
        kind == PackageKind.SOURCE
            ? main.exactText("SourceArchitecture")
            : main.exactText("Architecture");
    if (!architecture.isEmpty()) {
      fields.add(Field.of("Architecture", architecture));
    }
    if (!main.exactText("Source").isEmpty()) {
      fields.add(Field.of("Source", main.exactText("Source")));
    }
    addList("Provides", main.exactTexts("Provides"), fields);
    for (Map.Entry<String, String> dependency : DEPENDENCIES) {
      addList(dependency.getValue(), dependencies.exactTexts(dependency.getKey()), fields);
    }
    extra.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getKey().equals("Description") ? 1 : 0))
        .forEach(entry -> fields.add(extraField(entry.getKey(), entry.getValue())));
    return Stanza.of(fields);
  }

  private static void addList(String field, List<String> items, List<Field> fields) {
    if (!items.isEmpty()) {
      fields.add(Field.of(field, String.join(", ", items)));
    }
  }

  /// Fields with lines are kept with their leading blanks and a final newline; of these only
  /// Description has text on its first line.
  private static Field extraField(String name, String value) {
    var fieldName = new FieldName(name);
    if (!fieldName.isMultiLine()) {
      // aptly has folded other fields; one whose first line was empty begins with a blank
      return new Field(fieldName, " " + value.stripTrailing());
    }
    String lines = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
    return lines.isEmpty() || fieldName.canonical().equals("Description")
        ? Field.of(name, lines)
        : new Field(fieldName, "\n" + lines);
  }

  private List<FoundFile> files(List<AptlyRecord> records, PackageKind kind)
      throws DamagedDatabaseException {
    var files = new ArrayList<FoundFile>();
    for (AptlyRecord record : records) {
      String name = record.text("Filename");
      if (kind != PackageKind.INSTALLER) {
        name = name.substring(name.lastIndexOf('/') + 1);
      }
      String baseName = name.substring(name.lastIndexOf('/') + 1);
      AptlyRecord sums = AptlyRecord.orEmpty(record.record("Checksums"));
      var places = new ArrayList<Path>();
      String poolPath = record.text("PoolPath");
      if (!poolPath.isEmpty()) {
        places.add(inPool(poolPath));
      }
      String md5 = sums.text("MD5");
      if (poolPath.isEmpty() && md5.length() >= 4) {
        places.add(inPool(md5.substring(0, 2) + "/" + md5.substring(2, 4) + "/" + baseName));
      }
      files.add(new FoundFile(name, places, declared(sums)));
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("aptly's database lists no file of it");
    }
    return files;
  }

  /// A file of aptly's pool, which no path may lead out of.
  Path inPool(String path) {
    Path file = pool.resolve(path).normalize();
    if (path.indexOf('\0') >= 0 || !file.startsWith(pool.normalize()) || file.equals(pool)) {
      throw new IllegalArgumentException(
          "its file lies outside of the pool, at \"%s\"".formatted(path));
    }
    return file;
  }

  static DeclaredChecksums declared(AptlyRecord sums) throws DamagedDatabaseException {
    long size = sums.number("Size");
    if (size < 0) {
      throw new IllegalArgumentException("its file has a size of %d bytes".formatted(size));
    }
    var declared = DeclaredChecksums.NONE.withSize(size);
    declared = with(declared, sums.text("MD5"), Md5::parse);
    declared = with(declared, sums.text("SHA1"), Sha1::parse);
    declared = with(declared, sums.text("SHA256"), Sha256::parse);
    return with(declared, sums.text("SHA512"), Sha512::parse);
  }

  private static DeclaredChecksums with(
      DeclaredChecksums declared, String hex, Function<String, Digest> parser) {
    return hex.isEmpty() ? declared : declared.with(parser.apply(hex));
  }
}
