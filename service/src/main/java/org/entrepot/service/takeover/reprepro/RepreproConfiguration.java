package org.entrepot.service.takeover.reprepro;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entrepot.format.FormatException;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.deb822.StanzaReader;
import org.entrepot.format.text.ByteText;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.jspecify.annotations.Nullable;

/// The files `conf/options` and `conf/distributions` of a base directory (reprepro(1), "CONFIG
/// FILES"). Options of the command line and the environment of whoever runs reprepro are not known.
///
/// @param outdir below which `pool` lies
/// @param dists where distributions are published
/// @param confdir where configuration files are
/// @param database the directory of the database
/// @param distributions one stanza for each
record RepreproConfiguration(
    Path outdir, Path dists, Path confdir, Path database, List<Stanza> distributions) {
  private static final int LARGEST_FILE = 16 << 20;
  private static final int MOST_INCLUDES = 100;
  private static final String INCLUDE = "!include:";

  RepreproConfiguration {
    distributions = List.copyOf(distributions);
  }

  /// Reads the files of a base directory.
  static RepreproConfiguration read(Path base) throws IOException {
    Path confdir = base.resolve("conf");
    Map<String, String> options = options(confdir.resolve("options"));
    Path outdir = place(options.get("outdir"), base, base, base, confdir).orElse(base);
    // An option can move the other files, but not itself.
    Path conf = place(options.get("confdir"), base, base, outdir, confdir).orElse(confdir);
    Path dists =
        place(options.get("distdir"), base, base, outdir, conf).orElse(outdir.resolve("dists"));
    Path database =
        place(options.get("dbdir"), base, base, outdir, conf).orElse(base.resolve("db"));
    Path file = conf.resolve("distributions");
    if (!Files.exists(file)) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND,
          "%s is no base directory of reprepro: there is no %s".formatted(base, file));
    }
    var text = new StringBuilder();
    new Includes(base, outdir, conf, text).add(file);
    return new RepreproConfiguration(outdir, dists, conf, database, stanzas(text.toString(), file));
  }

  private static Map<String, String> options(Path file) throws IOException {
    var options = new TreeMap<String, String>();
    try {
      for (String line : content(file).lines().toList()) {
        String[] words = line.strip().split("\\s+", 2);
        if (words.length == 2 && !words[0].startsWith("#")) {
          options.put(words[0], words[1]);
        }
      }
    } catch (NoSuchFileException _) {
      return options; // there need not be any
    }
    return options;
  }

  private static String content(Path file) throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, file + " is larger than any configuration file");
    }
    return ByteText.decode(Files.readAllBytes(file));
  }

  /// A path that may begin with `+b/`, `+o/` or `+c/`.
  private static Optional<Path> place(
      @Nullable String written, Path relativeTo, Path base, Path outdir, Path confdir) {
    if (written == null || written.isBlank()) {
      return Optional.empty();
    }
    String rest = written.length() > 3 ? written.substring(3) : "";
    Path path =
        switch (written.length() >= 3 ? written.substring(0, 3) : "") {
          case "+b/" -> base.resolve(rest);
          case "+o/" -> outdir.resolve(rest);
          case "+c/" -> confdir.resolve(rest);
          default -> relativeTo.resolve(written);
        };
    return Optional.of(path.normalize());
  }

  /// Puts a file together with those that it includes.
  private static final class Includes {
    private final Path base;
    private final Path outdir;
    private final Path confdir;
    private final StringBuilder text;
    private int files;

    Includes(Path base, Path outdir, Path confdir, StringBuilder text) {
      this.base = base;
      this.outdir = outdir;
      this.confdir = confdir;
      this.text = text;
    }

    void add(Path file) throws IOException {
      if (++files > MOST_INCLUDES) {
        throw new RepositoryException(
            ErrorCode.INVALID_REQUEST,
            "%s includes more than %d files, or itself"
                .formatted(confdir.resolve("distributions"), MOST_INCLUDES));
      }
      if (Files.isDirectory(file)) {
        try (Stream<Path> inside = Files.list(file)) {
          for (Path part :
              inside
                  .filter(it -> it.toString().endsWith(".conf"))
                  .filter(it -> !it.getFileName().toString().startsWith("."))
                  .sorted()
                  .toList()) {
            add(part);
          }
        }
        return;
      }
      for (String line : content(file).split("\n", -1)) {
        if (line.startsWith(INCLUDE)) {
          String named = line.substring(INCLUDE.length()).strip();
          add(place(named, confdir, base, outdir, confdir).orElse(confdir));
        } else if (!line.startsWith("#")) {
          int comment = line.indexOf('#');
          String kept = comment < 0 ? line : line.substring(0, comment);
          // A comment alone ends no stanza; a line of blanks does.
          text.append(kept.isBlank() ? "" : kept.stripTrailing()).append('\n');
        }
      }
      text.append('\n');
    }
  }

  private static List<Stanza> stanzas(String text, Path file) throws IOException {
    var stanzas = new ArrayList<Stanza>();
    byte[] bytes = ByteText.encode(text);
    try (var reader = new StanzaReader(new ByteArrayInputStream(bytes), file.toString())) {
      for (var stanza = reader.read(); stanza.isPresent(); stanza = reader.read()) {
        stanzas.add(stanza.get());
      }
    } catch (FormatException e) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    return stanzas;
  }

  /// The words of a field.
  static List<String> words(Stanza stanza, String field) {
    String text = stanza.text(field).strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
  }
}
