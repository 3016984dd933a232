package org.entrepot.service.mirror;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Digest;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.deb822.StanzaReader;
import org.entrepot.format.source.DeclaredFiles;
import org.entrepot.service.mirror.Candidate.WantedFile;
import org.entrepot.service.mirror.IndexReader.LocalIndex;
import org.entrepot.storage.pool.PoolPath;

/// Reads the packages of an index. A stanza that describes no package is told and passed over, like
/// apt does; what follows a line that is no deb822 at all cannot be read. For one thread.
public final class CandidateReader {
  private final Consumer<Candidate> candidates;
  private final Consumer<String> faults;

  /// `faults` hears one sentence for each stanza that is passed over.
  public CandidateReader(Consumer<Candidate> candidates, Consumer<String> faults) {
    this.candidates = candidates;
    this.faults = faults;
  }

  /// Reads an index.
  ///
  /// @param imagesDirectory where the files of an installer lie, relative to the archive's root
  /// @throws FormatException when it cannot be read to its end
  void read(LocalIndex index, String imagesDirectory) throws IOException, FormatException {
    try (InputStream in = index.open()) {
      switch (index.wanted().kind()) {
        case PACKAGES -> read(in, PackageKind.BINARY, index.wanted().path());
        case UDEBS -> read(in, PackageKind.UDEB, index.wanted().path());
        case SOURCES -> read(in, PackageKind.SOURCE, index.wanted().path());
        case IMAGES -> images(index, in, imagesDirectory);
      }
    }
  }

  /// Reads an index of packages of one kind, none of installer packages.
  ///
  /// @param source names it in errors
  /// @throws FormatException when it cannot be read to its end
  public void read(InputStream in, PackageKind kind, String source)
      throws IOException, FormatException {
    try (var reader = new StanzaReader(in, source)) {
      for (Optional<Stanza> stanza = reader.read(); stanza.isPresent(); stanza = reader.read()) {
        try {
          candidates.accept(
              kind == PackageKind.SOURCE
                  ? source(stanza.get(), source)
                  : binary(stanza.get(), kind, source));
        } catch (FormatException | IllegalArgumentException e) {
          faults.accept(
              "%s: %s is left out: %s"
                  .formatted(source, stanza.get().text("Package"), e.getMessage()));
        }
      }
    }
  }

  private static Candidate binary(Stanza stanza, PackageKind kind, String source)
      throws FormatException {
    String path = checkedPath(stanza.text("Filename").strip(), source);
    String name = path.substring(path.lastIndexOf('/') + 1);
    var declared = DeclaredChecksums.NONE.withSize(size(stanza.text("Size").strip(), source));
    declared = with(declared, stanza.text("MD5sum"), Md5::parse);
    declared = with(declared, stanza.text("SHA1"), Sha1::parse);
    declared = with(declared, stanza.text("SHA256"), Sha256::parse);
    declared = with(declared, stanza.text("SHA512"), Sha512::parse);
    var file = new WantedFile(name, path, declared);
    return new Candidate(Package.ofBinary(stanza, kind, file.assumed()), List.of(file));
  }

  private interface Parser {
    Digest parse(String hex);
  }

  private static DeclaredChecksums with(DeclaredChecksums declared, String text, Parser parser) {
    return text.isBlank() ? declared : declared.with(parser.parse(text.strip()));
  }

  private static long size(String text, String source) throws FormatException {
    if (!text.matches("[0-9]{1,18}")) {
      throw fault(source, "has no valid Size");
    }
    return Long.parseLong(text);
  }

  private static Candidate source(Stanza stanza, String source) throws FormatException {
    String directory = stanza.text("Directory").strip();
    var wanted = new ArrayList<WantedFile>();
    var assumed = new ArrayList<PackageFile>();
    var declared = DeclaredFiles.parse(stanza, source);
    for (String name : declared.keySet().stream().sorted().toList()) {
      boolean here = directory.isEmpty() || directory.equals(".");
      String path = checkedPath(here ? name : directory + "/" + name, source);
      var file = new WantedFile(name, path, declared.getOrDefault(name, DeclaredChecksums.NONE));
      wanted.add(file);
      assumed.add(file.assumed());
    }
    Package named = Package.ofSource(stanza, assumed);
    return new Candidate(named, ordered(named, wanted));
  }

  /// In the order in which the package keeps its files.
  private static List<WantedFile> ordered(Package named, List<WantedFile> files) {
    return named.files().stream()
        .map(file ->
            files.stream().filter(it -> it.name().equals(file.name())).findFirst().orElseThrow())
        .toList();
  }

  private void images(LocalIndex index, InputStream in, String directory) throws IOException {
    var wanted = new ArrayList<WantedFile>();
    var assumed = new ArrayList<PackageFile>();
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String line;
    while ((line = lines.readLine()) != null) {
      String[] words = line.strip().split("\\s+\\*?", 2);
      if (words.length < 2) {
        continue;
      }
      try {
        String relative = words[1].startsWith("./") ? words[1].substring(2) : words[1];
        var file =
            new WantedFile(
                words[1],
                checkedPath(directory + relative, index.wanted().path()),
                DeclaredChecksums.NONE.with(Sha256.parse(words[0])));
        assumed.add(file.assumed());
        wanted.add(file);
      } catch (FormatException | IllegalArgumentException e) {
        faults.accept(
            "%s: %s is left out: %s".formatted(index.wanted().path(), words[1], e.getMessage()));
      }
    }
    if (!wanted.isEmpty()) {
      Package named = Package.ofInstaller(new Architecture(index.wanted().architecture()), assumed);
      candidates.accept(new Candidate(named, ordered(named, wanted)));
    }
  }

  private static String checkedPath(String path, String source) throws FormatException {
    String relative = path.replaceFirst("^(\\.?/)+", "");
    String name = relative.substring(relative.lastIndexOf('/') + 1);
    boolean safe =
        relative.length() <= 1000
            && !List.of(relative.split("/", -1)).contains("..")
            && PoolPath.findNameFault(name).isEmpty();
    if (!safe) {
      throw fault(
          source,
          "names its file by the unusable path \"%s\""
              .formatted(path.replaceAll("\\p{Cntrl}", "?")));
    }
    return relative;
  }

  private static FormatException fault(String source, String problem) {
    return FormatException.of(source, problem, "repository format", "");
  }
}
