package org.entrepot.server.api.publication;

import java.util.List;
import java.util.Optional;
import org.entrepot.server.api.body.Required;
import org.entrepot.server.api.body.WholeBody;

/// Bodies of the routes of publications (spec rest-api 11).
final class PublicationBodies {
  private PublicationBodies() {}

  /// How the Release file is signed. The passphrase is a secret: it never leaves this process.
  record SigningBody(
      boolean skip,
      String gpgKey,
      String keyring,
      String secretKeyring,
      String passphrase,
      String passphraseFile) {
    @Override
    public String toString() {
      return "SigningBody[skip=%s, gpgKey=%s]".formatted(skip, gpgKey);
    }
  }

  /// A component and what it publishes.
  record SourceBody(@Required String component, @Required String name) {}

  /// A component that may be guessed, and what it publishes.
  record GuessedSource(String component, String name) {}

  /// A new publication.
  record Create(
      @Required String sourceKind,
      @Required List<GuessedSource> sources,
      String distribution,
      String label,
      String origin,
      String notAutomatic,
      String butAutomaticUpgrades,
      String version,
      List<String> architectures,
      boolean forceOverwrite,
      Optional<SigningBody> signing,
      Optional<Boolean> skipContents,
      Optional<Boolean> skipBz2,
      Optional<Boolean> acquireByHash,
      Optional<Boolean> multiDist,
      Optional<String> signedBy,
      Optional<Boolean> skipCleanup) {}

  /// A publication that is published again; what is absent stays.
  record Update(
      List<GuessedSource> snapshots,
      boolean forceOverwrite,
      Optional<SigningBody> signing,
      Optional<Boolean> skipContents,
      Optional<Boolean> skipBz2,
      Optional<Boolean> skipCleanup,
      Optional<Boolean> acquireByHash,
      Optional<String> signedBy,
      Optional<Boolean> multiDist,
      Optional<String> label,
      Optional<String> origin,
      Optional<String> version) {}

  /// All pending sources.
  record Sources(@WholeBody List<SourceBody> sources) {}

  /// Another source for a component; a component of its own replaces that of the path.
  record Replacement(String component, @Required String name) {}
}
