package org.entrepot.format.index;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Digest;
import org.entrepot.format.deb822.Field;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.text.ByteText;

/// Writes Release files.
final class ReleaseText {
  private static final List<String> ORDER =
      List.of(
          "origin",
          "label",
          "archive",
          "suite",
          "version",
          "codename",
          "date",
          "valid-until",
          "notautomatic",
          "butautomaticupgrades",
          "acquire-by-hash",
          "signed-by",
          "architectures",
          "architecture",
          "components",
          "component",
          "description");
  private static final int SIZE_WIDTH = 8;

  private ReleaseText() {}

  /// The same fields in the order of writing.
  static Stanza ordered(Stanza fields) {
    var sorted =
        fields.fields().stream()
            .sorted(
                Comparator.<Field>comparingInt(field -> rank(field))
                    .thenComparing(field -> field.name().canonical()))
            .toList();
    return Stanza.of(sorted);
  }

  /// Known fields, lists of digests, other fields.
  static byte[] render(Stanza fields, SortedMap<String, DeclaredChecksums> files) {
    var out = new TextBuffer(4096 + 512 * files.size());
    var all = fields.fields();
    all.stream().filter(field -> rank(field) < ORDER.size()).forEach(field -> add(field, out));
    addList("MD5Sum", files, DeclaredChecksums::md5, out);
    addList("SHA1", files, DeclaredChecksums::sha1, out);
    addList("SHA256", files, DeclaredChecksums::sha256, out);
    addList("SHA512", files, DeclaredChecksums::sha512, out);
    all.stream().filter(field -> rank(field) == ORDER.size()).forEach(field -> add(field, out));
    return out.toBytes();
  }

  private static int rank(Field field) {
    int index = ORDER.indexOf(field.name().name().toLowerCase(Locale.ROOT));
    return index < 0 ? ORDER.size() : index;
  }

  private static void add(Field field, TextBuffer out) {
    out.add(ByteText.encode(field.toString())).add('\n');
  }

  private static void addList(
      String name,
      Map<String, DeclaredChecksums> files,
      Function<DeclaredChecksums, ? extends Optional<? extends Digest>> digest,
      TextBuffer out) {
    int start = out.size();
    out.add(name).add(":\n");
    int empty = out.size();
    files.forEach((path, checksums) ->
        digest
            .apply(checksums)
            .ifPresent(value -> {
              var size = Long.toString(checksums.sizeBytes().orElse(0));
              out.add(' ').add(value).add(' ');
              out.add(" ".repeat(Math.max(0, SIZE_WIDTH - size.length()))).add(size);
              out.add(' ').add(path).add('\n');
            }));
    if (out.size() == empty) {
      out.shrinkTo(start);
    }
  }
}
