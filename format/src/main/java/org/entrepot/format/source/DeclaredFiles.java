package org.entrepot.format.source;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Function;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Digest;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;
import org.entrepot.format.deb822.Field;
import org.entrepot.format.deb822.Stanza;

/// The files that a control file lists in `Files` and `Checksums-Sha1`, `-Sha256`, `-Sha512`
/// (Policy 5.6.21, 5.6.24).
///
/// A line is a digest, a size in bytes, perhaps words between, and a name. The lists are merged by
/// name.
public final class DeclaredFiles {
  private static final String RULE = "Policy 5.6.21";
  private static final int MAXIMUM_NAME_BYTES = 255;
  private static final List<DigestField> FIELDS =
      List.of(
          new DigestField("Files", Md5::parse),
          new DigestField("Checksums-Sha1", Sha1::parse),
          new DigestField("Checksums-Sha256", Sha256::parse),
          new DigestField("Checksums-Sha512", Sha512::parse));

  private final String source;
  private final SequencedMap<String, DeclaredChecksums> files = new LinkedHashMap<>();

  private record DigestField(String name, Function<String, Digest> parser) {}

  private DeclaredFiles(String source) {
    this.source = source;
  }

  /// All files of all lists by name, in the order in which they are first named; none when there
  /// are no lists. The map cannot be changed.
  ///
  /// @throws FormatException for a malformed line, a name twice in one list, sizes that differ
  ///   between lists, or a name that is not a plain file name
  public static SequencedMap<String, DeclaredChecksums> parse(Stanza stanza, String source)
      throws FormatException {
    var declared = new DeclaredFiles(source);
    for (DigestField field : FIELDS) {
      Optional<Field> found = stanza.find(field.name());
      if (found.isPresent()) {
        declared.add(field, found.get().value());
      }
    }
    return Collections.unmodifiableSequencedMap(declared.files);
  }

  private void add(DigestField field, String value) throws FormatException {
    var seen = new HashSet<String>();
    for (String line : value.split("\n", -1)) {
      if (line.isBlank()) {
        continue;
      }
      String[] words = line.strip().split("[ \\t]+", -1);
      if (words.length < 3) {
        throw fault(field, "has a line that is not a digest, a size and a name", line);
      }
      String name = words[words.length - 1];
      requirePlainName(field, name);
      if (!seen.add(name)) {
        throw fault(field, "names a file twice", name);
      }
      DeclaredChecksums earlier = files.getOrDefault(name, DeclaredChecksums.NONE);
      long size = size(field, words[1]);
      if (!earlier.sizeBytes().equals(OptionalLong.empty())
          && earlier.sizeBytes().getAsLong() != size) {
        throw fault(field, "gives a file another size than the list before it", line);
      }
      files.put(name, earlier.withSize(size).with(digest(field, words[0])));
    }
  }

  private long size(DigestField field, String word) throws FormatException {
    if (word.length() > 18 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw fault(field, "has a size that is not a number of bytes", word);
    }
    return Long.parseLong(word);
  }

  private Digest digest(DigestField field, String word) throws FormatException {
    try {
      return field.parser().apply(word);
    } catch (IllegalArgumentException e) {
      throw fault(field, "has a digest of the wrong form", word).causedBy(e);
    }
  }

  private void requirePlainName(DigestField field, String name) throws FormatException {
    boolean plain =
        !name.equals(".")
            && !name.equals("..")
            && name.getBytes(StandardCharsets.UTF_8).length <= MAXIMUM_NAME_BYTES
            && name.codePoints()
                .noneMatch(c -> c == '/' || Character.isISOControl(c) || isLoneSurrogate(c));
    if (!plain) {
      throw fault(field, "names a file by something else than a plain file name", name);
    }
  }

  private static boolean isLoneSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private FormatException fault(DigestField field, String problem, String excerpt) {
    return FormatException.of(
        source, "the field %s %s".formatted(field.name(), problem), RULE, excerpt);
  }
}
