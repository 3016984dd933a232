package org.entrepot.server.api.mirror;

import java.util.List;
import java.util.Optional;
import org.entrepot.server.api.body.FieldNamed;
import org.entrepot.server.api.body.Required;

/// Bodies of the routes of mirrors.
final class MirrorBodies {
  private MirrorBodies() {}

  /// A new mirror.
  record Create(
      @Required String name,
      @FieldNamed("ArchiveURL") @Required String archiveUrl,
      @FieldNamed("FallbackURLs") List<String> fallbackUrls,
      String distribution,
      String filter,
      List<String> components,
      List<String> architectures,
      List<String> keyrings,
      Optional<Boolean> downloadSources,
      Optional<Boolean> downloadUdebs,
      boolean downloadInstaller,
      boolean downloadAppStream,
      boolean asIs,
      Optional<List<String>> translations,
      boolean filterWithDeps,
      boolean skipComponentCheck,
      boolean skipArchitectureCheck,
      Optional<Boolean> ignoreSignatures,
      boolean acceptExpired,
      boolean acceptWeakDigests) {}

  /// New values; what is absent stays.
  record Edit(
      Optional<String> filter,
      Optional<Boolean> filterWithDeps,
      Optional<Boolean> downloadInstaller,
      Optional<Boolean> downloadSources,
      Optional<Boolean> downloadUdebs,
      Optional<Boolean> downloadAppStream,
      Optional<Boolean> asIs,
      Optional<List<String>> translations,
      @FieldNamed("ArchiveURL") Optional<String> archiveUrl,
      @FieldNamed("FallbackURLs") Optional<List<String>> fallbackUrls,
      Optional<List<String>> architectures,
      List<String> keyrings,
      Optional<Boolean> ignoreSignatures,
      boolean acceptExpired,
      boolean acceptRenamed) {}

  /// How a mirror is updated.
  record Update(
      String name,
      List<String> keyrings,
      boolean ignoreChecksums,
      Optional<Boolean> ignoreSignatures,
      boolean forceUpdate,
      boolean skipExistingPackages,
      boolean latestOnly,
      boolean skipMissing,
      boolean acceptExpired,
      boolean acceptOlder,
      boolean acceptRenamed,
      boolean acceptWeakDigests) {}

  /// A snapshot of a mirror.
  record OfMirror(@Required String name, String description) {}
}
