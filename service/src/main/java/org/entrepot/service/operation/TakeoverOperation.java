package org.entrepot.service.operation;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.domain.name.Prefix;

/// Takes over what another manager of archives has: all of it in one step, or nothing.
public sealed interface TakeoverOperation extends Operation {
  /// How package files come into the pool.
  Sharing sharing();

  /// Whether anything is changed.
  Execution execution();

  /// Everything of aptly.
  ///
  /// @param database the LevelDB directory
  /// @param pool the package pool
  /// @param published the directory of each storage, by its name; the default one has the empty
  ///   name
  record ImportAptly(
      Path database,
      Path pool,
      SortedMap<String, Path> published,
      Sharing sharing,
      Execution execution)
      implements TakeoverOperation {
    public ImportAptly {
      published = Collections.unmodifiableSortedMap(new TreeMap<>(published));
    }

    @Override
    public String title() {
      return "Import everything of aptly from " + database;
    }
  }

  /// Every distribution of reprepro.
  ///
  /// @param base the base directory
  /// @param prefix of the publications
  record ImportReprepro(Path base, Prefix prefix, Sharing sharing, Execution execution)
      implements TakeoverOperation {
    @Override
    public String title() {
      return "Import every distribution of reprepro from " + base;
    }
  }

  /// How files of another pool come into ours.
  enum Sharing {
    /// As hard links where that can be, else as copies.
    LINK,
    /// As copies.
    COPY
  }
}
