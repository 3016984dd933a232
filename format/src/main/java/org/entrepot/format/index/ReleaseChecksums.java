package org.entrepot.format.index;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Digest;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;
import org.entrepot.format.deb822.Stanza;

/// Reads the lists of digests of a Release file: lines of digest, size, path. What several lists
/// say of one file is put together; they must agree.
final class ReleaseChecksums {
  /// Names of the lists.
  static final List<String> FIELDS =
      Stream.of(DigestAlgorithm.values()).map(ReleaseChecksums::field).toList();

  private static final String RULE = "repository format, Release";

  private final String source;
  private final SortedMap<String, DeclaredChecksums> files = new TreeMap<>();

  ReleaseChecksums(String source) {
    this.source = source;
  }

  private static String field(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case MD5 -> "MD5Sum";
      case SHA1 -> "SHA1";
      case SHA256 -> "SHA256";
      case SHA512 -> "SHA512";
    };
  }

  static boolean isList(String name) {
    return FIELDS.stream().anyMatch(name::equalsIgnoreCase);
  }

  SortedMap<String, DeclaredChecksums> read(Stanza stanza) throws FormatException {
    for (var algorithm : DigestAlgorithm.values()) {
      var list = stanza.find(field(algorithm));
      if (list.isPresent()) {
        for (var line : list.get().value().split("\n", -1)) {
          if (!line.isBlank()) {
            readLine(line, algorithm);
          }
        }
      }
    }
    return files;
  }

  private void readLine(String line, DigestAlgorithm algorithm) throws FormatException {
    var words = new StringTokenizer(line, " \t");
    if (words.countTokens() != 3) {
      throw FormatException.of(source, "has a line that is not digest, size, path", RULE, line);
    }
    var digestText = words.nextToken();
    long size = size(words.nextToken(), line);
    var digest = digest(digestText, algorithm, line);
    var path = ReleasePath.checked(words.nextToken(), source);
    var known = files.getOrDefault(path, DeclaredChecksums.NONE);
    boolean agrees = known.sizeBytes().orElse(size) == size && agrees(known, digest);
    if (!agrees) {
      throw FormatException.of(source, "says different things of one file", RULE, line);
    }
    var sized = known.sizeBytes().equals(OptionalLong.of(size)) ? known : known.withSize(size);
    files.put(path, sized.with(digest));
  }

  private static boolean agrees(DeclaredChecksums known, Digest digest) {
    return known.with(digest).equals(known) || !has(known, digest.algorithm());
  }

  private static boolean has(DeclaredChecksums known, DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case MD5 -> known.md5().isPresent();
      case SHA1 -> known.sha1().isPresent();
      case SHA256 -> known.sha256().isPresent();
      case SHA512 -> known.sha512().isPresent();
    };
  }

  private long size(String text, String line) throws FormatException {
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      if (digits) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      throw FormatException.of(source, "has a size out of range", RULE, line).causedBy(e);
    }
    throw FormatException.of(source, "has a size that is not a number", RULE, line);
  }

  private Digest digest(String text, DigestAlgorithm algorithm, String line)
      throws FormatException {
    try {
      return switch (algorithm) {
        case MD5 -> Md5.parse(text);
        case SHA1 -> Sha1.parse(text);
        case SHA256 -> Sha256.parse(text);
        case SHA512 -> Sha512.parse(text);
      };
    } catch (IllegalArgumentException e) {
      throw FormatException.of(source, "has a line with a malformed digest", RULE, line)
          .causedBy(e);
    }
  }
}
