package org.entrepot.service.mirror;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.mirror.ArchiveReader.Request;
import org.entrepot.service.mirror.ArchiveReader.Result;
import org.entrepot.service.mirror.IndexReader.LocalIndex;
import org.entrepot.transport.FetchListener;

/// Brings the sums of installer images here with their signature, which must be good where the
/// Release file does not vouch for them. For one thread.
final class InstallerSums {
  private static final long MOST_BYTES = 64L << 20;

  private final ArchiveReader archive;
  private final ReleaseReader reader;
  private final Trust trust;
  private final Upstream upstream;
  private final Path lists;
  private final FetchListener listener;
  private final Map<String, Path> files = new TreeMap<>();

  InstallerSums(
      ArchiveReader archive,
      ReleaseReader reader,
      Trust trust,
      Upstream upstream,
      Path lists,
      FetchListener listener) {
    this.archive = archive;
    this.reader = reader;
    this.trust = trust;
    this.upstream = upstream;
    this.lists = lists;
    this.listener = listener;
  }

  /// The sums, unless the archive has none.
  ///
  /// @param listed what the Release file lists of them, if it does
  /// @throws RepositoryException when nothing vouches for them
  Optional<LocalIndex> read(WantedIndex wanted, Optional<LocalIndex> listed) throws IOException {
    String path = wanted.path();
    Path local = listed.map(LocalIndex::file).orElseGet(() -> lists.resolve(name(wanted, "")));
    if (listed.isEmpty() && !fetched(path, local)) {
      return Optional.empty();
    }
    Path signature = lists.resolve(name(wanted, ".gpg"));
    boolean signed = fetched(path + ".gpg", signature);
    if (listed.isEmpty() && trust.needsSignature()) {
      requireSigned(path, local, signed, signature);
    }
    var index = listed.orElseGet(() -> new LocalIndex(wanted, local, Compression.NONE));
    if (index.compression() == Compression.NONE) {
      files.put(path, local);
      if (signed) {
        files.put(path + ".gpg", signature);
      }
    }
    return Optional.of(index);
  }

  private void requireSigned(String path, Path local, boolean signed, Path signature)
      throws IOException {
    if (!signed) {
      throw new RepositoryException(
          ErrorCode.UPSTREAM_UNTRUSTED,
          "nothing vouches for %s: the Release file does not list it, and there is no %s.gpg; use -ignore-signatures to mirror it nevertheless"
              .formatted(path, path));
    }
    reader.requireSigned(
        trust, upstream, Files.readAllBytes(local), Files.readAllBytes(signature), path);
  }

  private static String name(WantedIndex wanted, String end) {
    return "SHA256SUMS-%s-%s%s"
        .formatted(wanted.component().replace('/', '_'), wanted.architecture(), end);
  }

  private boolean fetched(String path, Path target) throws IOException {
    return archive.fetch(
            Request.whole(upstream.releaseDirectory() + path, target, MOST_BYTES),
            ArchiveReader.Check.NONE,
            listener)
        instanceof Result.Whole;
  }

  /// Sums and signatures by their paths in the archive.
  Map<String, Path> files() {
    return Collections.unmodifiableMap(files);
  }
}
