package org.entrepot.domain.publication;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.entrepot.format.compression.Compression;

/// How a publication is written. Texts go into the Release file (Debian repository format, "Release
/// files"); empty ones take their default or are left out. Immutable; change one by
/// `options.toBuilder().label("x").build()`.
///
/// @param notAutomatic `yes` keeps apt from installing by itself, or empty
/// @param butAutomaticUpgrades `yes` lets apt upgrade what was installed from here, or empty
/// @param signedBy fingerprints that apt shall accept from now on, or empty
/// @param compressions the forms in which each index is published, without repeats; at least one
/// @param validFor how long after its date the Release file counts; without one it never expires
public record PublicationOptions(
    String origin,
    String label,
    String suite,
    String codename,
    String version,
    String signedBy,
    String notAutomatic,
    String butAutomaticUpgrades,
    ContentsIndices contents,
    ByHash byHash,
    PoolLayout poolLayout,
    List<Compression> compressions,
    Optional<Duration> validFor) {
  /// No texts, Contents and by-hash on, a shared pool, plain, gzip and bzip2 indices, no expiry.
  public static final PublicationOptions DEFAULT = new Builder().build();

  /// @throws IllegalArgumentException for a text of more than one line, no compression, or a time
  ///   that is not positive
  public PublicationOptions {
    checkLine("Origin", origin);
    checkLine("Label", label);
    checkLine("Suite", suite);
    checkLine("Codename", codename);
    checkLine("Version", version);
    checkLine("Signed-By", signedBy);
    checkLine("NotAutomatic", notAutomatic);
    checkLine("ButAutomaticUpgrades", butAutomaticUpgrades);
    compressions = compressions.stream().distinct().sorted().toList();
    if (compressions.isEmpty()) {
      throw new IllegalArgumentException("Indices need at least one form to be published in");
    }
    if (validFor.isPresent() && !validFor.get().isPositive()) {
      throw new IllegalArgumentException(
          "Valid-Until would lie before the date of the Release file");
    }
  }

  /// A builder that starts with the defaults.
  public static Builder builder() {
    return new Builder();
  }

  /// A builder that starts with these options.
  public Builder toBuilder() {
    var builder = new Builder();
    builder.origin = origin;
    builder.label = label;
    builder.suite = suite;
    builder.codename = codename;
    builder.version = version;
    builder.signedBy = signedBy;
    builder.notAutomatic = notAutomatic;
    builder.butAutomaticUpgrades = butAutomaticUpgrades;
    builder.contents = contents;
    builder.byHash = byHash;
    builder.poolLayout = poolLayout;
    builder.compressions = compressions;
    builder.validFor = validFor;
    return builder;
  }

  private static void checkLine(String field, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the text for " + field + " contains a line break or another control character");
    }
  }

  /// Collects options. Not thread-safe.
  public static final class Builder {
    private String origin = "";
    private String label = "";
    private String suite = "";
    private String codename = "";
    private String version = "";
    private String signedBy = "";
    private String notAutomatic = "";
    private String butAutomaticUpgrades = "";
    private ContentsIndices contents = ContentsIndices.WRITTEN;
    private ByHash byHash = ByHash.ENABLED;
    private PoolLayout poolLayout = PoolLayout.SHARED;
    private List<Compression> compressions =
        List.of(Compression.NONE, Compression.GZIP, Compression.BZIP2);
    private Optional<Duration> validFor = Optional.empty();

    private Builder() {}

    /// Sets Origin.
    public Builder origin(String value) {
      origin = value;
      return this;
    }

    /// Sets Label.
    public Builder label(String value) {
      label = value;
      return this;
    }

    /// Sets Suite.
    public Builder suite(String value) {
      suite = value;
      return this;
    }

    /// Sets Codename.
    public Builder codename(String value) {
      codename = value;
      return this;
    }

    /// Sets Version.
    public Builder version(String value) {
      version = value;
      return this;
    }

    /// Sets Signed-By.
    public Builder signedBy(String value) {
      signedBy = value;
      return this;
    }

    /// Sets NotAutomatic.
    public Builder notAutomatic(String value) {
      notAutomatic = value;
      return this;
    }

    /// Sets ButAutomaticUpgrades.
    public Builder butAutomaticUpgrades(String value) {
      butAutomaticUpgrades = value;
      return this;
    }

    /// Sets whether Contents indices are written.
    public Builder contents(ContentsIndices value) {
      contents = value;
      return this;
    }

    /// Sets whether indices are published by hash too.
    public Builder byHash(ByHash value) {
      byHash = value;
      return this;
    }

    /// Sets where package files lie.
    public Builder poolLayout(PoolLayout value) {
      poolLayout = value;
      return this;
    }

    /// Sets the forms of each index.
    public Builder compressions(List<Compression> value) {
      compressions = value;
      return this;
    }

    /// Sets how long the Release file counts.
    public Builder validFor(Duration value) {
      validFor = Optional.of(value);
      return this;
    }

    /// Lets the Release file never expire.
    public Builder validForEver() {
      validFor = Optional.empty();
      return this;
    }

    /// The options.
    ///
    /// @throws IllegalArgumentException as [PublicationOptions] says
    public PublicationOptions build() {
      return new PublicationOptions(
          origin,
          label,
          suite,
          codename,
          version,
          signedBy,
          notAutomatic,
          butAutomaticUpgrades,
          contents,
          byHash,
          poolLayout,
          compressions,
          validFor);
    }
  }
}
