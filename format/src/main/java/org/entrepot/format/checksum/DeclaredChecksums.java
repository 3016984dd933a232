package org.entrepot.format.checksum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a control file or an index says of a file; any part may be missing. Immutable.
///
/// @param sizeBytes size in bytes, not negative
public record DeclaredChecksums(
    OptionalLong sizeBytes,
    Optional<Md5> md5,
    Optional<Sha1> sha1,
    Optional<Sha256> sha256,
    Optional<Sha512> sha512) {
  /// Nothing is declared.
  public static final DeclaredChecksums NONE =
      new DeclaredChecksums(
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public DeclaredChecksums {
    if (sizeBytes.orElse(0) < 0) {
      throw new IllegalArgumentException("A file cannot have " + sizeBytes.getAsLong() + " bytes");
    }
  }

  /// Everything is declared.
  public static DeclaredChecksums of(Checksums all) {
    return new DeclaredChecksums(
        OptionalLong.of(all.sizeBytes()),
        Optional.of(all.md5()),
        Optional.of(all.sha1()),
        Optional.of(all.sha256()),
        Optional.of(all.sha512()));
  }

  /// A copy with this size.
  public DeclaredChecksums withSize(long size) {
    return new DeclaredChecksums(OptionalLong.of(size), md5, sha1, sha256, sha512);
  }

  /// A copy with this digest in the place of its algorithm.
  public DeclaredChecksums with(Digest digest) {
    return switch (digest) {
      case Md5 d -> new DeclaredChecksums(sizeBytes, Optional.of(d), sha1, sha256, sha512);
      case Sha1 d -> new DeclaredChecksums(sizeBytes, md5, Optional.of(d), sha256, sha512);
      case Sha256 d -> new DeclaredChecksums(sizeBytes, md5, sha1, Optional.of(d), sha512);
      case Sha512 d -> new DeclaredChecksums(sizeBytes, md5, sha1, sha256, Optional.of(d));
    };
  }

  /// All parts, when none is missing.
  public Optional<Checksums> complete() {
    if (sizeBytes.isEmpty()
        || md5.isEmpty()
        || sha1.isEmpty()
        || sha256.isEmpty()
        || sha512.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Checksums(sizeBytes.getAsLong(), md5.get(), sha1.get(), sha256.get(), sha512.get()));
  }

  /// Whether a digest is declared that still proves something: SHA-256 or SHA-512.
  public boolean hasStrongDigest() {
    return sha256.isPresent() || sha512.isPresent();
  }

  /// Whether everything declared is true of the actual file.
  public boolean matches(Checksums actual) {
    return mismatches(actual).isEmpty();
  }

  /// One readable phrase for each declared part that is not true of the actual file, such as `size
  /// is 12 bytes, declared 13`.
  public List<String> mismatches(Checksums actual) {
    var found = new ArrayList<String>();
    if (sizeBytes.isPresent() && sizeBytes.getAsLong() != actual.sizeBytes()) {
      found.add(
          "size is %d bytes, declared %d".formatted(actual.sizeBytes(), sizeBytes.getAsLong()));
    }
    md5.ifPresent(declared -> compare(declared, actual.md5(), found));
    sha1.ifPresent(declared -> compare(declared, actual.sha1(), found));
    sha256.ifPresent(declared -> compare(declared, actual.sha256(), found));
    sha512.ifPresent(declared -> compare(declared, actual.sha512(), found));
    return List.copyOf(found);
  }

  private static void compare(Digest declared, Digest actual, List<String> found) {
    if (!declared.equals(actual)) {
      found.add(
          "%s is %s, declared %s"
              .formatted(actual.algorithm().standardName(), actual.hex(), declared.hex()));
    }
  }
}
