package org.entrepot.domain.task;

import java.util.UUID;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.StorageName;

/// Something that a task reads or changes.
///
/// A name and the object that has it are two resources: creating `x` excludes every other use of
/// the name `x`, before there is an object. Resources are compared by equality, except that
/// `Everything` overlaps each of them, and a directory overlaps what is below it.
///
/// The text form is one line of words separated by single blanks: a word for the type, then its
/// parts. A blank, `%` or control character in a part is written as `%` and two hexadecimal digits
/// for each UTF-8 byte; a part may be empty. Equal resources have equal texts. Immutable.
public sealed interface Resource extends Comparable<Resource> {
  /// The use of a name, whether or not an object has it.
  record NamedObject(ObjectKind kind, String name) implements Resource {
    @Override
    public String toString() {
      return toText();
    }
  }

  /// An object.
  record ObjectId(ObjectKind kind, UUID id) implements Resource {
    @Override
    public String toString() {
      return toText();
    }
  }

  /// A publication, or the place for one.
  record PublicationResource(PublicationPoint point) implements Resource {
    @Override
    public String toString() {
      return toText();
    }
  }

  /// The package files below the prefix of a storage.
  record PublishedPool(StorageName storage, Prefix prefix) implements Resource {
    @Override
    public String toString() {
      return toText();
    }
  }

  /// The pool that stores every package file once.
  record PackagePool() implements Resource {
    @Override
    public String toString() {
      return toText();
    }
  }

  /// A file or directory outside the store, with all that is below it. The path is absolute.
  record SourcePath(String path) implements Resource {
    public SourcePath {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("\"" + path + "\" is not an absolute path");
      }
    }

    /// Whether the other is the same, or below it.
    boolean contains(SourcePath other) {
      return other.path.equals(path)
          || other.path.startsWith(path.endsWith("/") ? path : path + "/");
    }

    @Override
    public String toString() {
      return toText();
    }
  }

  /// All of the above.
  record Everything() implements Resource {
    @Override
    public String toString() {
      return toText();
    }
  }

  /// Whether both concern something in common.
  default boolean overlaps(Resource other) {
    return contains(other) || other.contains(this);
  }

  /// Whether whoever may change this may change the other.
  default boolean contains(Resource other) {
    return switch (this) {
      case Everything _ -> true;
      case SourcePath path -> other instanceof SourcePath that && path.contains(that);
      case NamedObject _, ObjectId _, PublicationResource _, PublishedPool _, PackagePool _ ->
          equals(other);
    };
  }

  /// The line that `parse` reads.
  default String toText() {
    return switch (this) {
      case NamedObject(var kind, var name) -> ResourceText.join("name", kind.word(), name);
      case ObjectId(var kind, var id) -> ResourceText.join("object", kind.word(), id.toString());
      case PublicationResource(var point) ->
          ResourceText.join(
              "publication",
              point.storage().value(),
              point.prefix().path(),
              point.distribution().value());
      case PublishedPool(var storage, var prefix) ->
          ResourceText.join("published-pool", storage.value(), prefix.path());
      case PackagePool() -> "package-pool";
      case SourcePath(var path) -> ResourceText.join("source-path", path);
      case Everything() -> "everything";
    };
  }

  /// The resource of a line that `toText` wrote.
  ///
  /// @throws IllegalArgumentException for any other text
  static Resource parse(String text) {
    var words = ResourceText.split(text);
    var resource =
        switch (words.getFirst() + "/" + (words.size() - 1)) {
          case "name/2" -> new NamedObject(ObjectKind.ofWord(words.get(1)), words.get(2));
          case "object/2" ->
              new ObjectId(ObjectKind.ofWord(words.get(1)), UUID.fromString(words.get(2)));
          case "publication/3" ->
              new PublicationResource(
                  new PublicationPoint(
                      new StorageName(words.get(1)),
                      new Prefix(words.get(2)),
                      new Distribution(words.get(3))));
          case "published-pool/2" ->
              new PublishedPool(new StorageName(words.get(1)), new Prefix(words.get(2)));
          case "package-pool/0" -> new PackagePool();
          case "source-path/1" -> new SourcePath(words.get(1));
          case "everything/0" -> new Everything();
          default -> throw ResourceText.refused(text);
        };
    if (!resource.toText().equals(text)) {
      throw ResourceText.refused(text);
    }
    return resource;
  }

  /// Order of the texts.
  @Override
  default int compareTo(Resource other) {
    return toText().compareTo(other.toText());
  }
}
