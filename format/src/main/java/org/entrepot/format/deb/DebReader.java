package org.entrepot.format.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.format.FormatException;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.deb822.StanzaReader;

/// Goes once through the members of a package (deb(5)).
final class DebReader {
  private static final String RULE = "deb(5)";
  private static final String FORMAT_MEMBER = "debian-binary";
  private static final String CONTROL = "control.tar";
  private static final String DATA = "data.tar";
  private static final int FORMAT_BYTES = 64;

  private final ArReader ar;
  private final String source;
  private final DebLimits limits;
  private Optional<Stanza> control = Optional.empty();
  private Optional<List<String>> contents = Optional.empty();

  DebReader(ArReader ar, String source, DebLimits limits) {
    this.ar = ar;
    this.source = source;
    this.limits = limits;
  }

  DebFile read() throws IOException, FormatException {
    String current = "";
    try {
      ar.start();
      Optional<String> member = ar.next();
      if (!member.equals(Optional.of(FORMAT_MEMBER))) {
        throw fault("the first member is not debian-binary", member.orElse(""));
      }
      current = FORMAT_MEMBER;
      readFormat();
      for (member = ar.next(); member.isPresent(); member = ar.next()) {
        current = member.get();
        readMember(current);
      }
    } catch (IOException e) {
      if (ar.sourceFailed()) {
        throw e;
      }
      throw FormatException.of(
              source, "%s cannot be read: %s".formatted(current, reason(e)), RULE, "")
          .causedBy(e);
    }
    return new DebFile(
        control.orElseThrow(() -> fault("the package has no member control.tar", "")),
        contents.orElseThrow(() -> fault("the package has no member data.tar", "")));
  }

  /// The JDK and the decompressors say nothing when data ends too early.
  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? "its data ends too early" : message;
  }

  private void readFormat() throws IOException, FormatException {
    try (InputStream body = ar.body()) {
      String text = new String(body.readNBytes(FORMAT_BYTES), StandardCharsets.ISO_8859_1);
      if (!text.startsWith("2.") || text.indexOf('\n') < 0) {
        throw fault("the package is not of format 2", text);
      }
    }
  }

  private void readMember(String name) throws IOException, FormatException {
    if (name.startsWith(CONTROL)) {
      requireFirst(control, name);
      control = Optional.of(readControl(name));
    } else if (name.startsWith(DATA)) {
      requireFirst(contents, name);
      if (control.isEmpty()) {
        throw fault("data.tar stands before control.tar", name);
      }
      contents = Optional.of(readContents(name));
    } else if (name.equals(FORMAT_MEMBER)) {
      throw fault("the package has two members of one role", name);
    } else if (!name.startsWith("_") && contents.isEmpty()) {
      throw fault("the package has an unknown member before data.tar", name);
    }
  }

  private void requireFirst(Optional<?> earlier, String name) throws FormatException {
    if (earlier.isPresent()) {
      throw fault("the package has two members of one role", name);
    }
  }

  private Stanza readControl(String member) throws IOException, FormatException {
    String where = source + ", " + member;
    Optional<Stanza> found = Optional.empty();
    try (InputStream plain = compression(member, CONTROL).decompress(ar.body())) {
      TarReader tar = tar(plain, where);
      for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        if (!entry.get().path().equals("control")) {
          continue;
        }
        if (entry.get().kind() != TarEntry.Kind.FILE) {
          throw FormatException.of(where, "the control file is not a regular file", RULE, "");
        }
        if (found.isPresent()) {
          throw FormatException.of(where, "there are two control files", RULE, "");
        }
        found =
            Optional.of(Stanza.parse(tar.body(StanzaReader.MAX_STANZA_BYTES), where + ", control"));
      }
    }
    return found.orElseThrow(() -> FormatException.of(where, "there is no control file", RULE, ""));
  }

  private List<String> readContents(String member) throws IOException, FormatException {
    String where = source + ", " + member;
    var paths = new ArrayList<String>();
    long pathBytes = 0;
    try (InputStream plain = compression(member, DATA).decompress(ar.body())) {
      TarReader tar = tar(plain, where);
      for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        if (entry.get().kind() == TarEntry.Kind.DIRECTORY) {
          continue;
        }
        paths.add(entry.get().path());
        pathBytes += entry.get().path().length();
        if (pathBytes > limits.pathBytes()) {
          throw FormatException.of(
              where, "the paths take more than %d bytes".formatted(limits.pathBytes()), "", "");
        }
      }
    }
    return paths;
  }

  private TarReader tar(InputStream plain, String where) {
    long packedBytes = ar.bodyLeft();
    return new TarReader(plain, where, limits, () -> packedBytes - ar.bodyLeft());
  }

  private Compression compression(String member, String stem) throws FormatException {
    return Compression.byExtension(member.substring(stem.length()))
        .orElseThrow(() ->
            fault("the package has a member of a compression that is not known here", member));
  }

  private FormatException fault(String problem, String excerpt) {
    return FormatException.of(source, problem, RULE, excerpt);
  }
}
