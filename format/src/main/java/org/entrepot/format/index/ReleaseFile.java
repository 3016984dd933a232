package org.entrepot.format.index;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.deb822.Stanza;

/// A Release file: what an archive says of itself, and the digests of its indices (repository
/// format, "Release files"); also the small Release beside an index, which lists no files.
/// Immutable.
///
/// Written in the usual order of fields, then others sorted by name; digest lines sorted by path,
/// sizes aligned to eight columns. Read from any order; fields that are not known are kept.
public final class ReleaseFile {
  private final Stanza fields;
  private final SortedMap<String, DeclaredChecksums> files;
  private final Optional<Instant> date;
  private final Optional<Instant> validUntil;

  private ReleaseFile(Stanza fields, SortedMap<String, DeclaredChecksums> files, String source)
      throws FormatException {
    this.fields = fields;
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    this.date = instant(fields, "Date", source);
    this.validUntil = instant(fields, "Valid-Until", source);
  }

  /// Begins a Release file to be written.
  public static Builder builder() {
    return new Builder();
  }

  /// Reads a Release file, or the text of an InRelease without its signature.
  ///
  /// @param source name of the file or address, for messages
  /// @throws FormatException for a malformed stanza, digest line, date, or a path that leads out
  public static ReleaseFile read(byte[] text, String source) throws FormatException {
    var stanza = Stanza.parse(text, source);
    var files = new ReleaseChecksums(source).read(stanza);
    var rest = stanza;
    for (var field : ReleaseChecksums.FIELDS) {
      rest = rest.without(field);
    }
    return new ReleaseFile(rest, files, source);
  }

  /// All fields but the lists of digests, in order.
  public Stanza fields() {
    return fields;
  }

  /// The listed files by path relative to the directory of the Release file; sorted.
  public SortedMap<String, DeclaredChecksums> files() {
    return files;
  }

  /// What is said of a file, if it is listed.
  public Optional<DeclaredChecksums> find(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /// When the file was made; whole seconds.
  public Optional<Instant> date() {
    return date;
  }

  /// When it should no longer be believed; whole seconds.
  public Optional<Instant> validUntil() {
    return validUntil;
  }

  /// Names of architectures, as listed.
  public List<String> architectures() {
    return words("Architectures");
  }

  /// Names of components, as listed.
  public List<String> components() {
    return words("Components");
  }

  /// Whether indices can be fetched by digest.
  public boolean acquireByHash() {
    return fields.text("Acquire-By-Hash").equals("yes");
  }

  /// The file as written, without signature.
  public byte[] toBytes() {
    return ReleaseText.render(fields, files);
  }

  private List<String> words(String field) {
    var text = fields.text(field).strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+", -1));
  }

  private static Optional<Instant> instant(Stanza fields, String name, String source)
      throws FormatException {
    var text = fields.findText(name);
    return text.isPresent() ? Optional.of(ReleaseDate.parse(text.get(), source)) : Optional.empty();
  }

  /// Collects fields and files; each field once. Used by one thread.
  public static final class Builder {
    private Stanza fields = Stanza.empty();
    private final SortedMap<String, DeclaredChecksums> files = new TreeMap<>();

    private Builder() {}

    /// Sets a field of one line, unless the value is empty.
    ///
    /// @throws IllegalArgumentException for a line break or a list of digests
    public Builder field(String name, String value) {
      if (ReleaseChecksums.isList(name)) {
        throw new IllegalArgumentException(name + " is made of the files");
      }
      if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
        throw new IllegalArgumentException(name + " in a Release file is one line");
      }
      if (!value.isEmpty()) {
        fields = fields.with(name, value);
      }
      return this;
    }

    /// Sets a field of words with blanks between them, which stays, empty, when there are none.
    public Builder words(String name, List<String> words) {
      fields = fields.with(name, String.join(" ", words));
      return this;
    }

    /// Sets Date.
    public Builder date(Instant date) {
      return field("Date", ReleaseDate.format(date));
    }

    /// Sets Valid-Until.
    public Builder validUntil(Instant date) {
      return field("Valid-Until", ReleaseDate.format(date));
    }

    /// Lists a file.
    ///
    /// @param path relative to the directory of the Release file
    /// @throws IllegalArgumentException for a path that leads out of it
    public Builder file(String path, Checksums checksums) {
      try {
        files.put(ReleasePath.checked(path, "Release"), DeclaredChecksums.of(checksums));
      } catch (FormatException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      return this;
    }

    /// The Release file.
    public ReleaseFile build() {
      try {
        return new ReleaseFile(ReleaseText.ordered(fields), files, "Release");
      } catch (FormatException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }
}
