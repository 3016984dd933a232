package org.entrepot.domain.packages;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.version.Version;

/// What resolving dependencies needs to know of a package: who it is, what it provides, what it
/// needs. Small, so that those of a whole archive fit into memory. Immutable.
///
/// @param id number of its row in the catalog
/// @param provides as [Package#provides()]
/// @param allowsForeign whether it says `Multi-Arch: allowed`
/// @param source its Source field as written, or empty
/// @param sourceArchitecture as [Package#sourceArchitecture()]
/// @param fields the relationship fields that it has, folded to one line
public record PackageRelations(
    int id,
    PackageKind kind,
    String name,
    Version version,
    Architecture architecture,
    List<Provision> provides,
    boolean allowsForeign,
    String source,
    String sourceArchitecture,
    Map<RelationshipField, String> fields) {
  private static final List<RelationshipField> OF_BINARY =
      List.of(
          RelationshipField.DEPENDS,
          RelationshipField.PRE_DEPENDS,
          RelationshipField.RECOMMENDS,
          RelationshipField.SUGGESTS);
  private static final List<RelationshipField> OF_SOURCE =
      List.of(
          RelationshipField.BUILD_DEPENDS,
          RelationshipField.BUILD_DEPENDS_ARCH,
          RelationshipField.BUILD_DEPENDS_INDEP);

  public PackageRelations {
    provides = List.copyOf(provides);
    fields = fields.isEmpty() ? Map.of() : Map.copyOf(fields);
  }

  /// Those of a package.
  public static PackageRelations of(StoredPackage stored) {
    var value = stored.value();
    return read(
        stored.id(),
        value.kind(),
        value.name(),
        value.version(),
        value.architecture(),
        value.control());
  }

  /// Those that a control stanza tells.
  public static PackageRelations read(
      int id,
      PackageKind kind,
      String name,
      Version version,
      Architecture architecture,
      Stanza control) {
    boolean binary = kind == PackageKind.BINARY || kind == PackageKind.UDEB;
    boolean source = kind == PackageKind.SOURCE;
    var fields = new EnumMap<RelationshipField, String>(RelationshipField.class);
    for (var field : binary ? OF_BINARY : source ? OF_SOURCE : List.<RelationshipField>of()) {
      var text = control.text(field.fieldName());
      if (!text.isEmpty()) {
        fields.put(field, text);
      }
    }
    return new PackageRelations(
        id,
        kind,
        name,
        version,
        architecture,
        binary ? Provision.parseAll(control.text("Provides")) : List.of(),
        control.text("Multi-Arch").equals("allowed"),
        source ? "" : control.text("Source"),
        source ? control.text("Architecture") : "",
        fields);
  }

  /// The items of a field, each with its alternatives, as written.
  public List<String> items(RelationshipField field) {
    return RelationshipItems.split(fields.getOrDefault(field, ""));
  }

  /// As [Package#sourceName()].
  public String sourceName() {
    return PackageFields.sourceName(name, source);
  }

  /// As [Package#sourceVersion()].
  public Version sourceVersion() {
    return PackageFields.sourceVersion(version, source);
  }

  /// `name_version_architecture`.
  public String displayName() {
    return name + "_" + version + "_" + architecture;
  }

  /// The display name.
  @Override
  public String toString() {
    return displayName();
  }
}
