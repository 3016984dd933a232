package org.entrepot.service.operation;

import java.util.List;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.StorageName;

/// Looks after the store as a whole.
public sealed interface Maintenance extends Operation {

  /// Where publications share a pool.
  record Archive(StorageName storage, Prefix prefix) {
    @Override
    public String toString() {
      return storage.value().isEmpty() ? prefix.toString() : storage + ":" + prefix;
    }
  }

  /// Compares everything with what it must be, and changes nothing.
  ///
  /// @param archives none: everything, while others go on; else only these, while nobody changes
  ///   them
  record Verify(CheckDepth depth, List<Archive> archives) implements Maintenance {
    public Verify {
      archives = List.copyOf(archives);
    }

    @Override
    public String title() {
      return archives.isEmpty()
          ? "Verify the store"
          : "Verify published archives "
              + String.join(", ", archives.stream().map(Archive::toString).toList());
    }
  }

  /// Mends what a check found, as far as it is still so and can be mended.
  record Repair(List<Finding> findings) implements Maintenance {
    public Repair {
      findings = List.copyOf(findings);
    }

    @Override
    public String title() {
      return "Repair what was found";
    }
  }

  /// Finishes or withdraws what dead processes left, and takes from local repositories what is not
  /// there any more.
  record Recover() implements Maintenance {
    @Override
    public String title() {
      return "Recover";
    }
  }
}
