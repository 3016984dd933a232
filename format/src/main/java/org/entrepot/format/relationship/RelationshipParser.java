package org.entrepot.format.relationship;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.architecture.ArchitectureWildcard;
import org.entrepot.format.version.Version;

/// Reads a field of relationships by recursive descent:
///
/// ```
/// field        = [relationship] *("," [relationship])
/// relationship = alternative *("|" alternative)
/// alternative  = name [":" qualifier] ["(" [relation] version ")"] ["[" *word "]"] *("<" *word ">")
/// ```
final class RelationshipParser {
  private static final String RULE = "Policy 7.1";

  private final String text;
  private int at;

  RelationshipParser(String text) {
    this.text = text;
  }

  List<Relationship> relationships() throws FormatException {
    var items = new ArrayList<Relationship>();
    skipBlanks();
    while (at < text.length()) {
      if (!accept(',')) {
        items.add(relationship());
        skipBlanks();
        if (at < text.length() && !accept(',')) {
          throw faultHere("has something other than a comma after an item");
        }
      }
      skipBlanks();
    }
    return List.copyOf(items);
  }

  private Relationship relationship() throws FormatException {
    var alternatives = new ArrayList<Alternative>(1);
    do {
      alternatives.add(alternative());
      skipBlanks();
    } while (accept('|'));
    return new Relationship(alternatives);
  }

  private Alternative alternative() throws FormatException {
    skipBlanks();
    var name = word(":");
    if (name.isEmpty()) {
      throw faultHere("lacks the name of a package");
    }
    Optional<String> qualifier = Optional.empty();
    if (accept(':')) {
      qualifier = Optional.of(word(""));
      if (qualifier.get().isEmpty()) {
        throw faultHere("lacks an architecture after the colon");
      }
    }
    skipBlanks();
    Optional<VersionConstraint> version =
        accept('(') ? Optional.of(constraint()) : Optional.empty();
    skipBlanks();
    List<ArchitectureRestriction> architectures = accept('[') ? architectures() : List.of();
    var profiles = new ArrayList<List<ProfileRestriction>>(0);
    skipBlanks();
    while (accept('<')) {
      profiles.add(profiles());
      skipBlanks();
    }
    return new Alternative(name, qualifier, version, architectures, profiles);
  }

  private VersionConstraint constraint() throws FormatException {
    skipBlanks();
    int from = at;
    while (at < text.length() && "<=>".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    var symbol = text.substring(from, at);
    var relation = symbol.isEmpty() ? Optional.of(Relation.EQUAL) : Relation.of(symbol);
    if (relation.isEmpty()) {
      throw faultHere("has the unknown relation " + symbol);
    }
    skipBlanks();
    // A version may hold colons, and lenient archives hold more than Policy allows.
    var version = word("");
    skipBlanks();
    if (version.isEmpty() || !accept(')')) {
      throw faultHere("needs one version in the parentheses");
    }
    return new VersionConstraint(relation.get(), Version.parseLenient(version));
  }

  private List<ArchitectureRestriction> architectures() throws FormatException {
    var words = new ArrayList<ArchitectureRestriction>();
    skipBlanks();
    while (!accept(']')) {
      var sense = accept('!') ? Sense.NOT : Sense.ONLY;
      var word = word("!");
      if (!Architecture.isValid(word)) {
        throw faultHere("needs architectures in the brackets");
      }
      words.add(new ArchitectureRestriction(sense, new ArchitectureWildcard(word)));
      skipBlanks();
    }
    return words;
  }

  private List<ProfileRestriction> profiles() throws FormatException {
    var words = new ArrayList<ProfileRestriction>();
    skipBlanks();
    while (!accept('>')) {
      var sense = accept('!') ? Sense.NOT : Sense.ONLY;
      var word = word("!");
      if (word.isEmpty()) {
        throw faultHere("needs build profiles in the angle brackets");
      }
      words.add(new ProfileRestriction(sense, word));
      skipBlanks();
    }
    return words;
  }

  /// Characters up to a blank, a sign of the grammar, or one of `ends`.
  private String word(String ends) {
    int from = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isBlank(c) || ",|()[]<>".indexOf(c) >= 0 || ends.indexOf(c) >= 0) {
        break;
      }
      at++;
    }
    return text.substring(from, at);
  }

  private boolean accept(char sign) {
    if (at < text.length() && text.charAt(at) == sign) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /// The fault with the item in which it was found.
  private FormatException faultHere(String problem) {
    int from = text.lastIndexOf(',', Math.max(0, at - 1)) + 1;
    int to = text.indexOf(',', at);
    return fault(problem, text.substring(Math.min(from, at), to < 0 ? text.length() : to).strip());
  }

  static FormatException fault(String problem, String item) {
    return FormatException.of("", "the relationship " + problem, RULE, item);
  }
}
