package org.entrepot.service.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.format.FormatException;
import org.entrepot.format.changes.ChangesFile;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.deb822.Field;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.key.Keyring;
import org.entrepot.openpgp.verify.AcceptancePolicy;
import org.entrepot.openpgp.verify.SignatureCheck;
import org.entrepot.openpgp.verify.Verification;
import org.entrepot.openpgp.verify.Verifier;
import org.entrepot.service.operation.RepositoryOperation.IncludeChanges;
import org.entrepot.service.operation.RepositoryOperation.Signatures;
import org.entrepot.service.operation.RepositoryOperation.Unsigned;

/// A `.changes` file that was read and whose signature was judged; what it lists was not yet looked
/// at.
///
/// @param changes its fields, as signed
/// @param keys fingerprints of good signatures and their primary keys; none when nobody looked
record Upload(Path path, ChangesFile changes, Set<String> keys) {
  private static final long LONGEST_BYTES = 16 << 20;

  /// Policy 5.6.1.
  private static final Pattern SOURCE_NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]{0,200}");

  /// Reads and judges.
  ///
  /// @throws RefusedException with the reason for the uploader
  static Upload read(Path path, IncludeChanges rules, Keyring keyring, Clock clock)
      throws IOException, RefusedException {
    if (Files.size(path) > LONGEST_BYTES) {
      throw new RefusedException("it is longer than 16 MiB");
    }
    byte[] bytes = Files.readAllBytes(path);
    try {
      var changes = ChangesFile.parse(bytes, path.toString());
      if (changes.signature().isEmpty()) {
        if (rules.unsigned() == Unsigned.REFUSE) {
          throw new RefusedException(
              "it is not signed; sign it (debsign), or accept it with -accept-unsigned");
        }
        return new Upload(path, changes, Set.of());
      }
      if (rules.signatures() == Signatures.IGNORE) {
        return new Upload(path, changes, Set.of());
      }
      Verification verification =
          new Verifier(keyring, clock)
              .verifyClearSigned(bytes, path.toString())
              .requireTrusted(AcceptancePolicy.ANY_TRUSTED);
      var keys = new LinkedHashSet<String>();
      for (SignatureCheck.Good good : verification.good()) {
        keys.add(good.primary().hex());
        keys.add(good.signer().hex());
      }
      return new Upload(path, ChangesFile.parse(verification.text(), path.toString()), keys);
    } catch (FormatException e) {
      throw new RefusedException(e.problem());
    } catch (OpenPgpException e) {
      throw new RefusedException(
          String.valueOf(e.getMessage()) + "; name the uploaders' keyring with -keyring");
    }
  }

  /// An upload, or a file of it, is not taken.
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /// The fields as a template sees them.
  Map<String, String> fields() {
    var fields = new TreeMap<String, String>();
    for (Field field : changes.stanza().fields()) {
      fields.put(field.name().canonical(), field.textOrBlock());
    }
    return fields;
  }

  /// The files that it lists, beside it.
  List<Path> files() {
    return changes.files().keySet().stream().map(path::resolveSibling).toList();
  }

  /// Those that are packages, sorted.
  List<Path> packages() {
    return PackageFiles.collect(files().stream().filter(Files::exists).toList()).packages();
  }

  /// What it declares of a file; nothing when it does not list it.
  DeclaredChecksums declared(String fileName) {
    return changes.files().getOrDefault(fileName, DeclaredChecksums.NONE);
  }

  /// The source package that it names.
  String sourceName() throws RefusedException {
    String name = changes.sourceName();
    if (!SOURCE_NAME.matcher(name).matches()) {
      throw new RefusedException("its field Source is no name of a package");
    }
    return name;
  }

  /// Each file has to be there and declared by a digest that proves something.
  void requireComplete() throws RefusedException {
    var missing = new ArrayList<String>();
    for (Map.Entry<String, DeclaredChecksums> file : changes.files().entrySet()) {
      if (!file.getValue().hasStrongDigest()) {
        throw new RefusedException(
            "it declares no SHA-256 of %s (field Checksums-Sha256)".formatted(file.getKey()));
      }
      if (!Files.isRegularFile(path.resolveSibling(file.getKey()))) {
        missing.add(file.getKey());
      }
    }
    if (!missing.isEmpty()) {
      throw new RefusedException(
          "it lists %s, which is not beside it".formatted(String.join(", ", missing)));
    }
  }

  /// A package has to be of the source, binaries and architectures that the upload names.
  void requireAnnounced(Package value) throws RefusedException {
    if (!changes.architectures().contains(value.architecture().name())) {
      throw new RefusedException(
          "%s is of an architecture that it does not name: %s"
              .formatted(value.displayName(), String.join(" ", changes.architectures())));
    }
    boolean announced =
        value.kind() == PackageKind.SOURCE
            ? value.name().equals(changes.sourceName())
            : changes.binaryNames().stream()
                .anyMatch(
                    name -> value.name().equals(name) || value.name().equals(name + "-dbgsym"));
    if (!announced) {
      throw new RefusedException(
          "%s is not a package that it names in %s"
              .formatted(
                  value.displayName(), value.kind() == PackageKind.SOURCE ? "Source" : "Binary"));
    }
  }
}
