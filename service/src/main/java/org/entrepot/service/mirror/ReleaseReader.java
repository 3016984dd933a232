package org.entrepot.service.mirror;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.domain.mirror.ReleaseMark;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.format.index.ReleaseFile;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.key.Keyring;
import org.entrepot.openpgp.verify.AcceptancePolicy;
import org.entrepot.openpgp.verify.Verification;
import org.entrepot.openpgp.verify.Verifier;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.mirror.ArchiveReader.Check;
import org.entrepot.service.mirror.ArchiveReader.Request;
import org.entrepot.service.mirror.ArchiveReader.Result;
import org.entrepot.transport.FetchListener;
import org.entrepot.transport.Validators;

/// Fetches the Release file of an archive and checks its signature.
///
/// With signatures: `InRelease`; `Release` and `Release.gpg` only when there is no `InRelease`, so
/// that a bad one cannot be got around. Without: `Release`, else `InRelease` without its signature;
/// a flat archive may have neither.
final class ReleaseReader {
  private static final long MOST_BYTES = 64L << 20;
  private static final String ADVICE =
      "; name a keyring that holds its key with -keyring=FILE, or use -ignore-signatures";

  private final MirrorSettings settings;
  private final Clock clock;

  ReleaseReader(MirrorSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// What came of it.
  sealed interface Answer {
    /// It is the one of the mark.
    record Unchanged() implements Answer {}

    /// It is this one.
    record Found(UpstreamRelease release) implements Answer {}
  }

  /// Fetches the Release file, unless it is the one of the mark.
  ///
  /// @throws RepositoryException when there is none, or it is not to be trusted
  Answer read(
      ArchiveReader archive,
      Upstream upstream,
      Trust trust,
      Optional<ReleaseMark> mark,
      Path scratch,
      FetchListener listener)
      throws IOException {
    var reading = new Reading(archive, upstream, trust, mark, scratch, listener);
    return trust.needsSignature() ? reading.signed() : reading.unsigned();
  }

  /// Refuses a file without a good detached signature by a trusted key.
  void requireSigned(
      Trust trust, Upstream upstream, byte[] bytes, byte[] signature, String source) {
    Keyring keyring = keyring(trust, upstream);
    judged(() -> new Verifier(keyring, clock).verifyDetached(bytes, signature, source + ".gpg"));
  }

  private final class Reading {
    private final ArchiveReader archive;
    private final Upstream upstream;
    private final Trust trust;
    private final Optional<ReleaseMark> mark;
    private final Path scratch;
    private final FetchListener listener;

    Reading(
        ArchiveReader archive,
        Upstream upstream,
        Trust trust,
        Optional<ReleaseMark> mark,
        Path scratch,
        FetchListener listener) {
      this.archive = archive;
      this.upstream = upstream;
      this.trust = trust;
      this.mark = mark.filter(it -> it.verified() || !trust.needsSignature());
      this.scratch = scratch;
      this.listener = listener;
    }

    Answer signed() throws IOException {
      Keyring keyring = keyring(trust, upstream);
      Result inRelease = fetch("InRelease");
      if (inRelease instanceof Result.Unchanged) {
        return new Answer.Unchanged();
      }
      if (inRelease instanceof Result.Whole(var uri, var validators)) {
        byte[] bytes = Files.readAllBytes(file("InRelease"));
        if (isKnown("InRelease", bytes)) {
          return new Answer.Unchanged();
        }
        Verification verification =
            judged(() -> new Verifier(keyring, clock).verifyClearSigned(bytes, uri.toString()));
        return found("InRelease", bytes, verification.text(), validators, true);
      }
      Result release = fetch("Release");
      return switch (release) {
        case Result.Unchanged _ -> new Answer.Unchanged();
        case Result.Absent(var answer) -> throw absent(answer);
        case Result.Whole(var uri, var validators) -> {
          byte[] bytes = Files.readAllBytes(file("Release"));
          if (isKnown("Release", bytes)) {
            yield new Answer.Unchanged();
          }
          if (!(fetch("Release.gpg") instanceof Result.Whole)) {
            throw new RepositoryException(
                ErrorCode.UPSTREAM_UNTRUSTED,
                "%s is not signed: there is neither InRelease nor Release.gpg beside it; use"
                        .formatted(uri)
                    + " -ignore-signatures to mirror it nevertheless");
          }
          byte[] signature = Files.readAllBytes(file("Release.gpg"));
          judged(() -> new Verifier(keyring, clock).verifyDetached(bytes, signature, uri + ".gpg"));
          yield found("Release", bytes, bytes, validators, true);
        }
      };
    }

    Answer unsigned() throws IOException {
      String answers = "";
      for (String name : List.of("Release", "InRelease")) {
        switch (fetch(name)) {
          case Result.Unchanged _ -> {
            return new Answer.Unchanged();
          }
          case Result.Whole(_, var validators) -> {
            byte[] bytes = Files.readAllBytes(file(name));
            return isKnown(name, bytes)
                ? new Answer.Unchanged()
                : found(name, bytes, withoutSignature(bytes, name), validators, false);
          }
          case Result.Absent(var answer) -> answers = answer;
        }
      }
      if (upstream.isFlat() || !upstream.components().isEmpty()) {
        return found("", new byte[0], new byte[0], Validators.NONE, false);
      }
      throw absent(answers);
    }

    private Result fetch(String name) throws IOException {
      Validators known =
          mark.filter(it -> it.path().equals(name))
              .map(it -> new Validators(it.entityTag(), it.lastModified()))
              .orElse(Validators.NONE);
      var whole = Request.whole(upstream.releaseDirectory() + name, file(name), MOST_BYTES);
      return archive.fetch(
          new Request(whole.path(), whole.target(), known, whole.beginning(), whole.mostBytes()),
          Check.NONE,
          listener);
    }

    private Path file(String name) {
      return scratch.resolve(name);
    }

    private boolean isKnown(String name, byte[] bytes) {
      return mark.filter(it -> it.path().equals(name))
          .filter(it -> it.digest().equals(ChecksumCalculator.of(bytes).sha256()))
          .isPresent();
    }

    private Answer found(
        String name, byte[] bytes, byte[] text, Validators validators, boolean verified) {
      try {
        return new Answer.Found(
            new UpstreamRelease(
                name.isEmpty()
                    ? ReleaseFile.builder().build()
                    : ReleaseFile.read(text, upstream.root() + upstream.releaseDirectory() + name),
                name,
                ChecksumCalculator.of(bytes).sha256(),
                validators,
                verified));
      } catch (FormatException e) {
        throw new RepositoryException(
            ErrorCode.UPSTREAM_BROKEN,
            "the Release file cannot be understood: " + e.getMessage(),
            e);
      }
    }

    private byte[] withoutSignature(byte[] bytes, String name) {
      if (!ClearSigned.isClearSigned(bytes)) {
        return bytes;
      }
      try {
        return ClearSigned.parse(bytes, name).text();
      } catch (FormatException e) {
        throw new RepositoryException(ErrorCode.UPSTREAM_BROKEN, String.valueOf(e.getMessage()), e);
      }
    }

    private RepositoryException absent(String answer) {
      return new RepositoryException(
          ErrorCode.UPSTREAM_UNAVAILABLE,
          "the archive has no Release file (%s); check URL and distribution".formatted(answer));
    }
  }

  private Keyring keyring(Trust trust, Upstream upstream) {
    var files = new ArrayList<Path>();
    trust.keyrings().forEach(name -> files.add(Path.of(name)));
    if (files.isEmpty()) {
      settings.keyrings().stream().filter(Files::exists).forEach(files::add);
    }
    if (files.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.UPSTREAM_UNTRUSTED,
          "there is no keyring to check the signature of %s with%s"
              .formatted(
                  upstream.root(),
                  ADVICE.replace(
                      "FILE", "FILE, such as /usr/share/keyrings/debian-archive-keyring.gpg")));
    }
    return Keyring.read(files);
  }

  private interface Judging {
    Verification verify();
  }

  private static Verification judged(Judging judging) {
    try {
      return judging.verify().requireTrusted(AcceptancePolicy.ANY_TRUSTED);
    } catch (OpenPgpException e) {
      throw new RepositoryException(ErrorCode.UPSTREAM_UNTRUSTED, e.getMessage() + ADVICE, e);
    }
  }
}
