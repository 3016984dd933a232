package org.entrepot.format.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.deb822.Field;
import org.entrepot.format.deb822.Stanza;

/// The file `INDEX.diff/Index`: which patches lead from former states of an index to the present
/// one (repository format, "Indices: pdiffs"). Only its SHA-256 fields are read. Immutable.
///
/// @param current the present state
/// @param history former states, the oldest first, with the name of the patch that begins there
/// @param patches the patches as they are after decompression, by name
/// @param downloads the patches as they are fetched, by file name
/// @param merged whether each patch leads to the present state at once
public record DiffIndex(
    DeclaredChecksums current,
    List<State> history,
    Map<String, DeclaredChecksums> patches,
    Map<String, DeclaredChecksums> downloads,
    boolean merged) {
  private static final String RULE = "repository format: pdiffs";

  public DiffIndex {
    history = List.copyOf(history);
    patches = Map.copyOf(patches);
    downloads = Map.copyOf(downloads);
  }

  /// A former state.
  public record State(Sha256 digest, String patch) {}

  /// A patch to be fetched.
  ///
  /// @param fileName beside the Index file
  public record Patch(String fileName, DeclaredChecksums download, DeclaredChecksums plain) {}

  /// Reads an Index file.
  ///
  /// @throws FormatException for a malformed one, or one without SHA-256
  public static DiffIndex parse(byte[] text, String source) throws FormatException {
    Stanza stanza = Stanza.parse(text, source);
    String[] current = stanza.text("SHA256-Current").strip().split("\\s+", -1);
    if (current.length != 2) {
      throw FormatException.of(source, "has no SHA256-Current", RULE, "");
    }
    var history = new ArrayList<State>();
    lines(stanza, "SHA256-History", source)
        .forEach((name, sums) -> history.add(new State(sums.sha256().orElseThrow(), name)));
    return new DiffIndex(
        sums(current[0], current[1], source),
        history,
        lines(stanza, "SHA256-Patches", source),
        lines(stanza, "SHA256-Download", source),
        stanza.text("X-Patch-Precedence").strip().equals("merged"));
  }

  private static Map<String, DeclaredChecksums> lines(Stanza stanza, String field, String source)
      throws FormatException {
    var found = new LinkedHashMap<String, DeclaredChecksums>();
    String text = stanza.find(field).map(Field::block).orElse("");
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length == 1 && words[0].isEmpty()) {
        continue;
      }
      if (words.length != 3 || !words[2].matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,200}")) {
        throw FormatException.of(source, "has an unusable line in " + field, RULE, line.strip());
      }
      found.put(words[2], sums(words[0], words[1], source));
    }
    return found;
  }

  private static DeclaredChecksums sums(String digest, String size, String source)
      throws FormatException {
    try {
      return DeclaredChecksums.NONE.withSize(Long.parseLong(size)).with(Sha256.parse(digest));
    } catch (IllegalArgumentException e) {
      throw FormatException.of(source, "has an unusable digest or size", RULE, digest + " " + size)
          .causedBy(e);
    }
  }

  /// The patches that lead from a former state to the present one, in their order; empty when it is
  /// not known, or a patch has no digest.
  public Optional<List<Patch>> from(Sha256 former) {
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).digest().equals(former)) {
        List<State> states = history.subList(i, merged ? i + 1 : history.size());
        List<Patch> found =
            states.stream().flatMap(state -> patch(state.patch()).stream()).toList();
        return found.size() == states.size() ? Optional.of(found) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<Patch> patch(String name) {
    String fileName = name + ".gz";
    DeclaredChecksums plain = patches.get(name);
    return plain == null
        ? Optional.empty()
        : Optional.of(
            new Patch(fileName, downloads.getOrDefault(fileName, DeclaredChecksums.NONE), plain));
  }
}
