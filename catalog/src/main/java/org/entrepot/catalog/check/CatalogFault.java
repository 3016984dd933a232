package org.entrepot.catalog.check;

/// Something in the catalog that cannot be right.
///
/// @param kind what kind of thing
/// @param object whose fault it is, such as `local repo mine`; `catalog` when it is nobody's
/// @param detail what is wrong, as the end of a sentence
public record CatalogFault(Kind kind, String object, String detail) {
  /// Kinds of faults.
  public enum Kind {
    /// The engine finds its own file damaged, or a row without its partner.
    ENGINE,
    /// A set cannot be read, or is not the one that its digest names, or is not there.
    SET,
    /// An object holds packages that are not there.
    MEMBERS,
    /// An object has another number of packages than it says.
    COUNT,
    /// A package lacks a part, or its stanza is not the one that its digest names.
    PACKAGE
  }
}
