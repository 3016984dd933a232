package org.entrepot.service.takeover.predecessor;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A store of another manager of archives, open for reading. Nothing of it is ever written.
///
/// Lists of packages are known by a text, and packages by another, the *reference*. Errors are
/// `IOException`s whose message is one sentence. For one thread.
public interface Predecessor extends AutoCloseable {
  /// What it has, without the packages.
  Inventory inventory() throws IOException;

  /// Hands over the references of the packages of a list.
  void forEachMember(String list, Consumer<String> references) throws IOException;

  /// Hands over packages, each once, holding few in memory.
  ///
  /// @param wanted which references
  void forEachPackage(Predicate<String> wanted, PackageVisitor visitor) throws IOException;

  /// Ends the takeover when somebody changed the store since it was opened.
  void requireUnchanged() throws IOException;

  @Override
  void close() throws IOException;

  /// Takes packages, and what stands in the place of one that cannot be made out.
  interface PackageVisitor {
    /// A package.
    void found(FoundPackage found) throws IOException;

    /// A package that cannot be taken over.
    void unusable(String reference, String reason) throws IOException;
  }
}
