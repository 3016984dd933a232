package org.entrepot.storage.target;

import org.entrepot.storage.path.TargetPath;

/// What became of a package file that was offered to a publish target.
public sealed interface LinkResult {
  /// Where the package file was to be.
  TargetPath path();

  /// The path was free, the file is there now.
  record Linked(TargetPath path) implements LinkResult {}

  /// The same file was there before; nothing was written.
  record AlreadyThere(TargetPath path) implements LinkResult {}

  /// Another file was there and has been replaced, as [ClashPolicy#REPLACE] asks.
  record Replaced(TargetPath path) implements LinkResult {}

  /// Another file holds the path; nothing was written.
  ///
  /// @param difference how they differ, as the end of a sentence: "has 12 bytes instead of 14"
  record Clash(TargetPath path, String difference) implements LinkResult {}

  /// One line for people.
  static String describe(LinkResult result) {
    return switch (result) {
      case Linked(var path) -> "linked " + path;
      case AlreadyThere(var path) -> "kept " + path;
      case Replaced(var path) -> "replaced " + path;
      case Clash(var path, var difference) ->
          "The file " + path + " is already published and " + difference;
    };
  }
}
