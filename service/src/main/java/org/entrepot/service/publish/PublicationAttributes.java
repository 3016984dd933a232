package org.entrepot.service.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.ContentsIndices;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PublicationOperation.Attributes;

/// Applies the attributes that a request mentions to the options that a publication has.
final class PublicationAttributes {
  private PublicationAttributes() {}

  /// The options of a new publication, before the request's own.
  static PublicationOptions defaults(PublishSettings settings) {
    var compressions = new ArrayList<>(List.of(Compression.NONE));
    compressions.addAll(settings.compressions());
    return PublicationOptions.builder()
        .compressions(compressions)
        .byHash(settings.byHash() ? ByHash.ENABLED : ByHash.DISABLED)
        .contents(settings.contents() ? ContentsIndices.WRITTEN : ContentsIndices.SKIPPED)
        .build();
  }

  /// The options with what is given.
  ///
  /// @throws RepositoryException when a value cannot stand in a Release file
  static PublicationOptions apply(PublicationOptions present, Attributes given) {
    try {
      return changed(present, given);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(ErrorCode.INVALID_ATTRIBUTE, String.valueOf(e.getMessage()), e);
    }
  }

  private static PublicationOptions changed(PublicationOptions present, Attributes given) {
    PublicationOptions.Builder options = present.toBuilder();
    set(given.origin(), options::origin);
    set(given.label(), options::label);
    set(given.suite(), options::suite);
    set(given.codename(), options::codename);
    set(given.version(), options::version);
    set(given.signedBy(), options::signedBy);
    set(given.notAutomatic(), options::notAutomatic);
    set(given.butAutomaticUpgrades(), options::butAutomaticUpgrades);
    set(
        given.skipContents().map(skip -> skip ? ContentsIndices.SKIPPED : ContentsIndices.WRITTEN),
        options::contents);
    set(given.byHash().map(on -> on ? ByHash.ENABLED : ByHash.DISABLED), options::byHash);
    set(
        given.multiDist().map(on -> on ? PoolLayout.PER_DISTRIBUTION : PoolLayout.SHARED),
        options::poolLayout);
    set(given.validForSeconds().map(Duration::ofSeconds), options::validFor);
    set(given.bzip2().map(on -> withBzip2(present.compressions(), on)), options::compressions);
    return options.build();
  }

  private static List<Compression> withBzip2(List<Compression> present, boolean on) {
    var compressions = new ArrayList<>(present);
    compressions.remove(Compression.BZIP2);
    if (on) {
      compressions.add(Compression.BZIP2);
    }
    return compressions;
  }

  private static <T> void set(Optional<T> value, Consumer<T> setter) {
    value.ifPresent(setter);
  }
}
