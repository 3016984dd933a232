package org.entrepot.service.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.format.FormatException;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.format.index.DiffIndex;
import org.entrepot.format.index.ReleaseFile;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.mirror.ArchiveReader.Request;
import org.entrepot.service.mirror.ArchiveReader.Result;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolPath;
import org.entrepot.transport.FetchListener;

/// What makes a mirror the whole archive, as its owner signed it, beside what its Release file
/// lists: that file, its signatures, and the patches of indices. For one thread.
final class WholeArchive {
  private static final long MOST_BYTES = 64L << 20;

  private final ArchiveReader archive;
  private final Upstream upstream;
  private final Path lists;
  private final PackagePool pool;
  private final OperationContext context;
  private final FetchListener listener;

  /// `lists`: where the Release file lies that was read.
  WholeArchive(
      ArchiveReader archive,
      Upstream upstream,
      Path lists,
      PackagePool pool,
      OperationContext context,
      FetchListener listener) {
    this.archive = archive;
    this.upstream = upstream;
    this.lists = lists;
    this.pool = pool;
    this.context = context;
    this.listener = listener;
  }

  /// Takes the Release file and its signatures as they are.
  ///
  /// @throws UpstreamChangedException when they are of two instants
  void takeRelease(UpstreamRelease release, FileDownloads downloads) throws IOException {
    if (release.path().isEmpty()) {
      throw new RepositoryException(
          ErrorCode.UPSTREAM_BROKEN,
          "the archive has no Release file, so there is nothing to keep as it is; edit the mirror"
              + " with -as-is=false");
    }
    downloads.take(release.path(), lists.resolve(release.path()));
    for (String name : ArchiveFiles.RELEASE_NAMES) {
      if (name.equals(release.path())) {
        continue;
      }
      Path file = lists.resolve(name);
      Result result =
          archive.fetch(
              Request.whole(upstream.releaseDirectory() + name, file, MOST_BYTES),
              ArchiveReader.Check.NONE,
              listener);
      if (result instanceof Result.Whole) {
        downloads.take(name, file);
      }
    }
    requireOne(release, downloads.files());
  }

  /// Refuses an archive whose Release and InRelease are of two instants.
  private void requireOne(UpstreamRelease release, ArchiveFiles files) throws IOException {
    String name = release.path().equals("InRelease") ? "Release" : "InRelease";
    if (files.find(name).isEmpty()) {
      return;
    }
    try {
      byte[] bytes = Files.readAllBytes(lists.resolve(name));
      ReleaseFile other =
          ReleaseFile.read(
              ClearSigned.isClearSigned(bytes) ? ClearSigned.parse(bytes, name).text() : bytes,
              name);
      if (!other.files().equals(release.file().files())
          || !other.date().equals(release.file().date())) {
        throw new UpstreamChangedException(
            "Release and InRelease of the archive are of two instants");
      }
    } catch (FormatException e) {
      throw new RepositoryException(
          ErrorCode.UPSTREAM_BROKEN, "the Release file cannot be understood: " + e.getMessage(), e);
    }
  }

  /// The patches that the indices of patches name; the Release file lists only these indices.
  List<List<FileDownloads.Wanted>> patchesOf(ArchiveFiles along) throws IOException {
    var wanted = new ArrayList<List<FileDownloads.Wanted>>();
    for (MirrorFile file : along.files()) {
      if (!file.path().endsWith(".diff/Index")) {
        continue;
      }
      String folder = file.path().substring(0, file.path().length() - "Index".length());
      try (InputStream in = pool.open(PoolPath.of(file.checksums().sha256(), file.fileName()))) {
        DiffIndex.parse(in.readAllBytes(), file.path())
            .downloads()
            .forEach(
                (name, sums) -> wanted.add(List.of(new FileDownloads.Wanted(folder + name, sums))));
      } catch (FormatException e) {
        context.output(Marker.WARNING, String.valueOf(e.getMessage()));
      }
    }
    return wanted;
  }
}
