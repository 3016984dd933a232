package org.entrepot.catalog.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was asked contradicts what is stored: a name is taken, or an object is in use.
///
/// The message names the object; [#holders()] names who uses it, when that is the reason.
public final class ConflictException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// Which rule would be broken.
  public enum Rule {
    /// A name, or a place of publication, belongs to one object.
    TAKEN,
    /// What something else refers to stays.
    IN_USE,
    /// What is referred to must exist.
    MISSING
  }

  private final Rule rule;
  private final transient List<String> holders;

  private ConflictException(
      Rule rule, String message, List<String> holders, @Nullable Throwable cause) {
    super(message, cause);
    this.rule = rule;
    this.holders = List.copyOf(holders);
  }

  /// A name that belongs to another object.
  public static ConflictException taken(String object) {
    return new ConflictException(
        Rule.TAKEN, object + " exists already: choose another name or drop it", List.of(), null);
  }

  /// An object that others refer to.
  public static ConflictException inUse(String object, List<String> holders) {
    return new ConflictException(
        Rule.IN_USE, object + " is in use by " + String.join(", ", holders), holders, null);
  }

  /// A reference to something that is not stored.
  public static ConflictException missing(String object) {
    return new ConflictException(Rule.MISSING, object + " does not exist", List.of(), null);
  }

  /// The engine's own constraints spoke; they are the second line behind the checks above.
  public static ConflictException violated(Rule rule, String call, Throwable cause) {
    return new ConflictException(
        rule, "could not " + call + ": " + cause.getMessage(), List.of(), cause);
  }

  /// Returns the rule that would be broken.
  public Rule rule() {
    return rule;
  }

  /// Returns who uses the object, each as words such as `publication debian/trixie`.
  public List<String> holders() {
    return holders;
  }
}
