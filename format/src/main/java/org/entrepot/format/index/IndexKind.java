package org.entrepot.format.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the stanzas of Packages and of Sources are written: order of fields and treatment of each.
///
/// Fields that are not in the order follow, sorted by name. Immutable.
final class IndexKind {
  static final IndexKind PACKAGES =
      new IndexKind(
          "Package Essential Status Priority Section Installed-Size Maintainer Original-Maintainer"
              + " Architecture Source Version Replaces Provides Depends Pre-Depends Recommends"
              + " Suggests Conflicts Breaks Conffiles Filename Size MD5sum SHA1 SHA256 SHA512"
              + " Description",
          "Filename Size MD5sum SHA1 SHA256 SHA512",
          "Depends Pre-Depends Suggests Recommends Provides Source");

  static final IndexKind SOURCES =
      new IndexKind(
          "Package Source Binary Version Priority Section Maintainer Original-Maintainer"
              + " Build-Depends Build-Depends-Indep Build-Conflicts Build-Conflicts-Indep"
              + " Architecture Standards-Version Format Directory Files",
          "Directory Files Checksums-Sha1 Checksums-Sha256 Checksums-Sha512",
          "Build-Depends Build-Depends-Indep");

  private static final int TABLE_SIZE = 256;

  private final @Nullable Entry[] table = new @Nullable Entry[TABLE_SIZE];
  private final Entry packageEntry;
  private final Entry sourceEntry;
  private final Entry descriptionEntry;

  /// What is known of a field; the fields without an entry share `UNKNOWN`.
  static final class Entry {
    /// Values of several lines that are kept as they are, though the field has a place in the
    /// order.
    private static final Set<String> BLOCKS = Set.of("Description", "Conffiles", "Files");

    /// Other names with a spelling of their own.
    private static final List<String> SPELLINGS =
        List.of("MD5sum", "SHA1", "SHA256", "SHA512", "NotAutomatic", "ButAutomaticUpgrades");

    static final int UNKNOWN_RANK = 1000;
    private static final Entry UNKNOWN =
        new Entry(new byte[0], new byte[0], UNKNOWN_RANK, false, Treatment.BLOCK);

    /// Name in lower case, to compare with.
    final byte[] lowerName;

    /// Name as it is written.
    final byte[] name;

    /// Place in the order.
    final int rank;

    /// Whether the stanza's own value is replaced.
    final boolean synthesised;

    final Treatment treatment;

    Entry(byte[] lowerName, byte[] name, int rank, boolean synthesised, Treatment treatment) {
      this.lowerName = lowerName;
      this.name = name;
      this.rank = rank;
      this.synthesised = synthesised;
      this.treatment = treatment;
    }

    boolean isKnown() {
      return this != UNKNOWN;
    }
  }

  /// What becomes of a value.
  enum Treatment {
    /// Becomes one line.
    FOLD,
    /// Becomes one line of items joined by comma and blank; left out when there are none, as is an
    /// empty Source.
    LIST,
    /// Keeps its lines.
    BLOCK
  }

  private IndexKind(String order, String synthesised, String lists) {
    var ordered = Arrays.asList(order.split(" ", -1));
    var replaced = Arrays.asList(synthesised.split(" ", -1));
    var joined = Set.of(lists.split(" ", -1));
    var names = new HashSet<>(ordered);
    names.addAll(replaced);
    names.addAll(Entry.SPELLINGS);
    for (var name : names) {
      put(entry(name, ordered, replaced, joined));
    }
    packageEntry = find("Package");
    sourceEntry = find("Source");
    descriptionEntry = find("Description");
  }

  Entry packageEntry() {
    return packageEntry;
  }

  Entry sourceEntry() {
    return sourceEntry;
  }

  Entry descriptionEntry() {
    return descriptionEntry;
  }

  private Entry find(String name) {
    var bytes = name.getBytes(StandardCharsets.US_ASCII);
    return find(bytes, 0, bytes.length);
  }

  private static Entry entry(
      String name, List<String> ordered, List<String> replaced, Set<String> joined) {
    int rank = ordered.contains(name) ? ordered.indexOf(name) : Entry.UNKNOWN_RANK;
    boolean block = rank == Entry.UNKNOWN_RANK || Entry.BLOCKS.contains(name);
    var treatment =
        joined.contains(name) ? Treatment.LIST : block ? Treatment.BLOCK : Treatment.FOLD;
    var bytes = name.getBytes(StandardCharsets.US_ASCII);
    var lower = bytes.clone();
    for (int i = 0; i < lower.length; i++) {
      lower[i] = AsciiCase.lower(lower[i]);
    }
    return new Entry(lower, bytes, rank, replaced.contains(name), treatment);
  }

  private void put(Entry entry) {
    int slot = hash(entry.lowerName, 0, entry.lowerName.length);
    while (table[slot] != null) {
      slot = (slot + 1) % TABLE_SIZE;
    }
    table[slot] = entry;
  }

  /// What is known of the field whose name lies there, in whatever case.
  Entry find(byte[] text, int from, int to) {
    int slot = hash(text, from, to);
    while (true) {
      var entry = table[slot];
      if (entry == null) {
        return Entry.UNKNOWN;
      }
      if (AsciiCase.equalsLower(entry.lowerName, text, from, to)) {
        return entry;
      }
      slot = (slot + 1) % TABLE_SIZE;
    }
  }

  private static int hash(byte[] text, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + AsciiCase.lower(text[i]);
    }
    return (hash ^ (hash >>> 8)) & (TABLE_SIZE - 1);
  }
}
