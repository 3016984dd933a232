package org.entrepot.service.mirror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Dependencies;

/// What a request for a mirror means where it says nothing. Immutable.
///
/// @param architectures empty for those of the archive
/// @param signatures whether signatures are needed
/// @param sources whether source packages are mirrored
/// @param dependencies which dependencies a filter takes along
/// @param ppaBase first part of the URL of a PPA
/// @param ppaDistributor its last part; empty for that of this system
/// @param ppaCodename distribution of PPAs; empty for that of this system
public record MirrorDefaults(
    List<String> architectures,
    Trust.Signatures signatures,
    boolean sources,
    Dependencies dependencies,
    String ppaBase,
    String ppaDistributor,
    String ppaCodename) {
  private static final Path OS_RELEASE = Path.of("/etc/os-release");

  /// Everything as usual.
  public static final MirrorDefaults USUAL =
      new MirrorDefaults(
          List.of(),
          Trust.Signatures.REQUIRED,
          false,
          Dependencies.NONE,
          "http://ppa.launchpad.net",
          "ubuntu",
          "");

  public MirrorDefaults {
    architectures = List.copyOf(architectures);
  }

  /// Whether this is the short form of a PPA.
  public static boolean isPpa(String url) {
    return url.startsWith("ppa:");
  }

  /// The archive that `ppa:USER/PROJECT` names.
  ///
  /// @throws RepositoryException for another form, or when nobody knows the distribution
  public Upstream ppa(String text, List<String> wantedArchitectures) {
    String[] parts = text.substring("ppa:".length()).split("/", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "\"%s\" is no PPA: it is written ppa:USER/PROJECT".formatted(text));
    }
    String distributor =
        ppaDistributor.isEmpty()
            ? system("ID", "ppaDistributorID").toLowerCase(Locale.ROOT)
            : ppaDistributor;
    String codename =
        ppaCodename.isEmpty() ? system("VERSION_CODENAME", "ppaCodename") : ppaCodename;
    String base = ppaBase.isEmpty() ? USUAL.ppaBase() : ppaBase;
    String root =
        "%s%s%s/%s/%s/"
            .formatted(base, base.endsWith("/") ? "" : "/", parts[0], parts[1], distributor);
    return new Upstream(
        List.of(new ArchiveUrl(root)), codename, List.of("main"), wantedArchitectures);
  }

  private static String system(String name, String key) {
    Optional<String> value = Optional.empty();
    try {
      value =
          Files.readAllLines(OS_RELEASE, StandardCharsets.UTF_8).stream()
              .filter(line -> line.startsWith(name + "="))
              .map(line -> line.substring(name.length() + 1).replace("\"", "").strip())
              .filter(text -> !text.isEmpty())
              .findFirst();
    } catch (IOException _) {
      // then the configuration has to say
    }
    return value.orElseThrow(() ->
        new RepositoryException(
            ErrorCode.INVALID_REQUEST,
            "this system does not say %s in %s; set %s in the configuration"
                .formatted(name, OS_RELEASE, key)));
  }
}
