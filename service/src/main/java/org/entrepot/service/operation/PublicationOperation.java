package org.entrepot.service.operation;

import java.util.List;
import java.util.Optional;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.snapshot.SourceKind;

/// Changes of publications: what apt clients read.
public sealed interface PublicationOperation extends Operation {

  /// Publishes sources for the first time.
  ///
  /// `sources` holds a component (empty text: guess it) and a repository or snapshot name each; an
  /// absent distribution is guessed (spec domain 8.1). `architectures` empty: those of the
  /// packages.
  record Publish(
      SourceKind kind,
      List<Source> sources,
      StorageName storage,
      Prefix prefix,
      Optional<String> distribution,
      List<String> architectures,
      Attributes attributes,
      Conflicts conflicts,
      Signing signing)
      implements PublicationOperation {
    public Publish {
      sources = List.copyOf(sources);
      architectures = List.copyOf(architectures);
    }

    @Override
    public String title() {
      return "Publish "
          + String.join(", ", sources.stream().map(Source::name).toList())
          + " to "
          + prefix
          + distribution.map(d -> "/" + d).orElse("");
    }
  }

  /// Publishes again: repositories as they are now, or the pending sources.
  ///
  /// `sources` puts snapshots in the place of what a component would publish, or adds components;
  /// not for publications of repositories.
  record Update(
      PublicationPoint point,
      List<Source> sources,
      Attributes attributes,
      Conflicts conflicts,
      Cleaning cleaning,
      Signing signing)
      implements PublicationOperation {
    public Update {
      sources = List.copyOf(sources);
    }

    /// An update without other snapshots.
    public Update(
        PublicationPoint point,
        Attributes attributes,
        Conflicts conflicts,
        Cleaning cleaning,
        Signing signing) {
      this(point, List.of(), attributes, conflicts, cleaning, signing);
    }

    @Override
    public String title() {
      return "Update publication " + point;
    }
  }

  /// Puts other snapshots in the place of published ones.
  record Switch(
      PublicationPoint point,
      List<Source> sources,
      Attributes attributes,
      Conflicts conflicts,
      Cleaning cleaning,
      Signing signing)
      implements PublicationOperation {
    public Switch {
      sources = List.copyOf(sources);
    }

    @Override
    public String title() {
      return "Switch publication " + point;
    }
  }

  /// Takes a publication away, with every file that no other needs.
  record Drop(PublicationPoint point, Force force, Cleaning cleaning)
      implements PublicationOperation {
    @Override
    public String title() {
      return "Drop publication " + point;
    }
  }

  /// Changes the sources that the next update will publish.
  record EditSources(PublicationPoint point, SourceEdit edit, List<Source> sources)
      implements PublicationOperation {
    public EditSources {
      sources = List.copyOf(sources);
    }

    @Override
    public String title() {
      return "Edit the pending sources of publication " + point;
    }
  }

  /// Replaces a component of the pending sources by another component, or only its source.
  record ReplaceSource(PublicationPoint point, String component, Source replacement)
      implements PublicationOperation {
    @Override
    public String title() {
      return "Edit the pending sources of publication " + point;
    }
  }

  /// A component and the repository or snapshot behind it, by name.
  record Source(String component, String name) {}

  /// How [EditSources] changes the pending sources.
  enum SourceEdit {
    ADD,
    UPDATE,
    REPLACE,
    REMOVE,
    DISCARD
  }

  /// Attributes of a publication; an absent one keeps its value, or takes the default at creation.
  record Attributes(
      Optional<String> origin,
      Optional<String> label,
      Optional<String> suite,
      Optional<String> codename,
      Optional<String> version,
      Optional<String> signedBy,
      Optional<String> notAutomatic,
      Optional<String> butAutomaticUpgrades,
      Optional<Boolean> skipContents,
      Optional<Boolean> bzip2,
      Optional<Boolean> byHash,
      Optional<Boolean> multiDist,
      Optional<Long> validForSeconds) {
    /// Nothing given.
    public static final Attributes NONE =
        new Attributes(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// What to do when another publication of the prefix holds a path with other content.
  enum Conflicts {
    REFUSE,
    OVERWRITE
  }

  /// Whether files that are no longer needed are removed.
  enum Cleaning {
    CLEAN,
    SKIP
  }

  /// How the Release file is signed. Passphrases are not part of it: they are handed over in the
  /// process's memory.
  ///
  /// `keys` empty: the keys of the configuration, else the only key or gpg's default. `provider`
  /// absent: as configured.
  record Signing(
      Mode mode,
      List<String> keys,
      Optional<String> provider,
      List<String> keyrings,
      Optional<String> secretKeyring,
      boolean batch) {
    public Signing {
      keys = List.copyOf(keys);
      keyrings = List.copyOf(keyrings);
    }

    /// Sign with the configured keys.
    public static final Signing DEFAULT =
        new Signing(
            Mode.CONFIGURED, List.of(), Optional.empty(), List.of(), Optional.empty(), false);

    /// Whether to sign at all.
    public enum Mode {
      SIGN,
      SKIP,
      CONFIGURED
    }
  }
}
