package org.entrepot.transport;

import java.net.URI;
import java.nio.file.Path;

/// A file to be fetched. Immutable.
///
/// @param uri where it is
/// @param target where its bytes go; the directory exists
/// @param known what was said of it earlier; then an unchanged file is not sent
/// @param beginning what the bytes that the target has already are good for
/// @param mostBytes larger files are refused
public record Fetch(URI uri, Path target, Validators known, Beginning beginning, long mostBytes) {
  /// What becomes of bytes that are there.
  public enum Beginning {
    /// They are thrown away.
    ANEW,
    /// They are the beginning of the file, and only the rest is asked for. For files whose digest
    /// is known, so that a wrong beginning is noticed.
    RESUME
  }

  /// The whole file.
  public static Fetch anew(URI uri, Path target, long mostBytes) {
    return new Fetch(uri, target, Validators.NONE, Beginning.ANEW, mostBytes);
  }

  /// The rest of a file.
  public static Fetch resuming(URI uri, Path target, long mostBytes) {
    return new Fetch(uri, target, Validators.NONE, Beginning.RESUME, mostBytes);
  }

  /// The file if it changed.
  public static Fetch ifChanged(URI uri, Path target, Validators known, long mostBytes) {
    return new Fetch(uri, target, known, Beginning.ANEW, mostBytes);
  }

  boolean resumes() {
    return beginning == Beginning.RESUME;
  }

  Fetch from(URI other) {
    return new Fetch(other, target, known, beginning, mostBytes);
  }
}
