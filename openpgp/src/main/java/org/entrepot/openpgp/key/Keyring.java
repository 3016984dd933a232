package org.entrepot.openpgp.key;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Trusted public keys, in the order of their files.
///
/// A keyring file is armored, binary packets or a keybox; secret keys in it count by their public
/// half. Keys that cannot be read are left out and counted, so that one exotic key does not make a
/// keyring useless. Immutable and safe for use by several threads.
public final class Keyring {
  private final List<Certificate> certificates;
  private final List<String> problems;

  private Keyring(List<Certificate> certificates, List<String> problems) {
    this.certificates = List.copyOf(certificates);
    this.problems = List.copyOf(problems);
  }

  /// A keyring of these keys.
  public static Keyring of(Collection<Certificate> certificates) {
    return new Keyring(List.copyOf(certificates), List.of());
  }

  /// The keys of all these files; a directory stands for the public keys of a [KeyStore]. A file
  /// that is missing, cut off or no keyring at all is refused.
  public static Keyring read(List<Path> files) {
    var certificates = new ArrayList<Certificate>();
    var problems = new ArrayList<String>();
    for (Path file : files.stream().flatMap(file -> KeyFiles.filesOf(file).stream()).toList()) {
      Keyring part = parse(KeyFiles.read(file), file.toString());
      certificates.addAll(part.certificates);
      problems.addAll(part.problems);
    }
    return new Keyring(certificates, problems);
  }

  /// The keys in these bytes; none in an empty file.
  public static Keyring parse(byte[] bytes, String source) {
    var certificates = new ArrayList<Certificate>();
    var problems = new ArrayList<String>();
    for (KeyReader.Entry entry : KeyReader.read(bytes, source)) {
      switch (entry) {
        case KeyReader.Entry.Public(var ring) -> certificates.add(new Certificate(ring));
        case KeyReader.Entry.Secret(var ring) ->
            certificates.add(new Certificate(ring.toCertificate()));
        case KeyReader.Entry.Unreadable(var problem) ->
            problems.add("%s: left out a key: %s".formatted(source, problem));
      }
    }
    return new Keyring(certificates, problems);
  }

  /// All keys.
  public List<Certificate> certificates() {
    return certificates;
  }

  /// One sentence for each key that was left out.
  public List<String> problems() {
    return problems;
  }

  /// Those keys whose primary key or subkey has this key id.
  public List<Certificate> mentioning(long keyId) {
    return certificates.stream().filter(certificate -> certificate.mentions(keyId)).toList();
  }
}
