package org.entrepot.format.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrepot.format.FormatException;
import org.entrepot.format.deb822.Stanza;

/// What a `.deb`, `.udeb` or `.ddeb` says of itself (deb(5), format 2.x): its control stanza and
/// the files it installs.
///
/// Members: `debian-binary`, `control.tar` and `data.tar` in this order, the archives plain or with
/// one of the extensions of [org.entrepot.format.compression.Compression]; members whose name
/// begins with `_`, and any after `data.tar`, are passed over. Two members of one role, long ar
/// names, a path with `..` or a newline, a link in place of the control file, and everything beyond
/// [DebLimits] are refused. The compressed streams are read to their ends, so that their check
/// values are verified too. Immutable and thread-safe.
///
/// @param control the stanza of the control file, as it is
/// @param contents the non-directories of the data archive in its order, without a leading `./` or
///   `/`; bytes that are not UTF-8 are [org.entrepot.format.text.ByteText] escapes
public record DebFile(Stanza control, List<String> contents) {
  public DebFile {
    contents = List.copyOf(contents);
  }

  /// Reads a package from a stream to its end, so that a caller may hash the same bytes on their
  /// way. The stream is not closed.
  ///
  /// @param source names the package in errors
  /// @throws FormatException when the package breaks deb(5), ends too early, is damaged or is
  ///   beyond the limits; the stream is then read in part
  /// @throws IOException only when the stream itself throws it
  public static DebFile read(InputStream in, String source, DebLimits limits)
      throws IOException, FormatException {
    return new DebReader(new ArReader(in, source), source, limits).read();
  }

  /// Reads a package from a stream to its end, within [DebLimits#DEFAULT].
  public static DebFile read(InputStream in, String source) throws IOException, FormatException {
    return read(in, source, DebLimits.DEFAULT);
  }

  /// Reads a package file, within [DebLimits#DEFAULT].
  public static DebFile read(Path path) throws IOException, FormatException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, path.toString());
    }
  }
}
