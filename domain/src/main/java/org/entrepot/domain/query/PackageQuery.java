package org.entrepot.domain.query;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entrepot.domain.packages.Package;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.PackageKey;

/// A question that a package answers with yes or no.
///
/// ```
/// query := and [ "|" query ]
/// and   := not [ "," and ]
/// not   := "!" not | "(" query ")" | term
/// term  := word [ "(" [op] word ")" ] [ "{" word "}" ]
/// op    := << | < | <= | > | >> | >= | = | % | ~       (none means =)
/// ```
///
/// The language is that of aptly, with two differences. A `(` ends a word, so `app(>= 1)` needs no
/// blank. `=` on a field is equality of texts; only for the fields that hold versions (`Version`,
/// `$Version`, `$SourceVersion`, `Standards-Version`) is it equality of versions. A field that is
/// absent or empty matches no condition.
///
/// `toString` gives a query that parses to an equal value. Immutable and thread-safe; matching
/// takes time in proportion to the lengths of query and package.
public sealed interface PackageQuery
    permits AllPackages, AnyOf, AllOf, Not, FieldQuery, DependencyQuery, DirectReference {
  /// The query that text spells.
  ///
  /// @throws QueryException for any other text, also for text without any word
  static PackageQuery parse(String text) throws QueryException {
    return QueryParser.parse(text);
  }

  /// The query that every package answers with yes: what an omitted query means.
  static PackageQuery all() {
    return new AllPackages();
  }

  /// Packages for one of these architectures; those for `all` suit each but `source`.
  static PackageQuery forArchitectures(Collection<Architecture> architectures) {
    var each =
        architectures.stream()
            .map(it -> Optional.of(Condition.of(Operator.EQUAL, it.name())))
            .<PackageQuery>map(condition -> new FieldQuery("$Architecture", condition))
            .toList();
    return each.size() == 1 ? each.getFirst() : new AnyOf(each);
  }

  /// Whether the package is meant.
  boolean matches(Package candidate);

  /// Whether an upload is meant, by the fields of its `.changes` stanza. Only queries for plain
  /// fields can say yes; dependency queries, direct references and `$` fields never do.
  boolean matchesChanges(Stanza changes);

  /// The names that a matching package can have, as its own or among those it provides, if the
  /// query says; so an index of names can answer most queries. Empty when packages of any name may
  /// match.
  Optional<Set<String>> possibleNames();

  /// What the key of a package alone tells of the answer, if anything: so most packages need not be
  /// read.
  Optional<Boolean> judge(PackageKey key);

  /// Whether [#judge(PackageKey)] can tell anything of some key.
  boolean judgesKeys();

  /// Both this query and the other.
  default PackageQuery and(PackageQuery other) {
    return new AllOf(List.of(this, other));
  }
}
