package org.entrepot.service.mirror;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.mirror.ArchiveReader.Check;
import org.entrepot.service.mirror.ArchiveReader.Request;
import org.entrepot.service.mirror.ArchiveReader.Result;
import org.entrepot.service.mirror.ReleaseReader.Answer;
import org.entrepot.service.operation.Acceptance;
import org.entrepot.service.operation.Fetching;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.transport.Transport;

/// Looks at the Release file of an archive that a mirror shall have: whether it is there, trusted,
/// and has what is wanted. For one thread.
final class ReleaseLook {
  private final MirrorSettings settings;
  private final OperationContext context;

  ReleaseLook(MirrorSettings settings, OperationContext context) {
    this.settings = settings;
    this.context = context;
  }

  /// The mirror with what the Release file says.
  ///
  /// @param before fields of the Release file so far, for a mirror that changes
  Mirror at(
      Mirror wanted,
      Trust trust,
      Set<Acceptance> accepted,
      Fetching fetching,
      Optional<SortedMap<String, String>> before)
      throws IOException {
    var directories = new MirrorDirectories(settings.directory());
    UUID scratch = UUID.randomUUID(); // the mirror's own may be in use
    try (Transport transport = MirrorTransports.open(settings, fetching)) {
      Path directory = directories.lists(scratch);
      var archive = new ArchiveReader(transport, wanted.upstream().roots());
      Answer answer =
          new ReleaseReader(settings, context.clock())
              .read(
                  archive,
                  wanted.upstream(),
                  trust,
                  Optional.empty(),
                  directory,
                  new MirrorUpdate.Telling(context));
      return switch (answer) {
        case Answer.Unchanged _ ->
            throw new IllegalStateException("unchanged, though nothing was known");
        case Answer.Found(var release) -> {
          if (release.path().isEmpty()) {
            context.output(
                Marker.WARNING,
                "the archive has no Release file: nothing tells whether %s is its URL, nor what its indices are"
                    .formatted(wanted.upstream().root()));
          }
          if (release.verified()) {
            ReleaseRules.requireCurrent(
                release.file().date(), release.file().validUntil(), context.now(), accepted);
            before.ifPresent(meta -> ReleaseRules.requireSameNames(release.meta(), meta, accepted));
          }
          Upstream upstream =
              ReleaseRules.scope(wanted.upstream(), wanted.selection(), release.file());
          if (release.path().isEmpty()) {
            requireIndex(archive, upstream, wanted.selection(), release, directory);
          }
          yield new Mirror(
              wanted.id(),
              wanted.name(),
              upstream,
              wanted.selection(),
              wanted.trust(),
              wanted.state().withMeta(release.meta()));
        }
      };
    } finally {
      directories.remove(scratch);
    }
  }

  /// What has neither a Release file nor an index is no archive: its address is wrong.
  private void requireIndex(
      ArchiveReader archive,
      Upstream upstream,
      Selection selection,
      UpstreamRelease release,
      Path directory)
      throws IOException {
    var listener = new MirrorUpdate.Telling(context);
    for (WantedIndex index : WantedIndex.of(upstream, selection, release.file())) {
      for (Compression compression : IndexReader.BEST_FIRST) {
        String name = index.path() + compression.extension();
        var request =
            Request.whole(
                upstream.releaseDirectory() + name,
                directory.resolve("index" + compression.extension()),
                IndexReader.MOST_BYTES_OF_UNLISTED);
        if (archive.fetch(request, Check.NONE, listener) instanceof Result.Whole) {
          return;
        }
      }
    }
    throw new RepositoryException(
        ErrorCode.UPSTREAM_UNAVAILABLE,
        "the archive has neither a Release file nor indices at %s%s; check URL and distribution"
            .formatted(upstream.root(), upstream.releaseDirectory()));
  }
}
