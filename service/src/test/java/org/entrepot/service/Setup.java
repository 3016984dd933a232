package org.entrepot.service;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.entrepot.catalog.CatalogUrl;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.publish.PublishSettings;
import org.entrepot.service.publish.ReleaseSigner;
import org.entrepot.service.publish.ReleaseSigners;
import org.entrepot.service.task.ProcessIdentity;
import org.entrepot.storage.filesystem.LinkMethod;

/// How a [Store] is made.
///
/// @param process who the store believes to be; a process that never was is dead for all others
record Setup(
    Path root,
    CatalogUrl url,
    Faults faults,
    PublishSettings settings,
    ReleaseSigners signers,
    LinkMethod linkMethod,
    ProcessIdentity process,
    Clock clock) {

  static Setup at(Path root) {
    return new Setup(
        root,
        new CatalogUrl.Sqlite(root.resolve("catalog.db")),
        Faults.none(),
        new PublishSettings(
            List.of(Compression.GZIP, Compression.XZ, Compression.ZSTD),
            true,
            true,
            3,
            List.of(),
            root.resolve("work"),
            root.resolve("skel"),
            Optional.of(Instant.ofEpochSecond(1_700_000_000))),
        (_, _) -> Optional.empty(),
        LinkMethod.HARDLINK,
        ProcessIdentity.current(),
        Clock.systemUTC());
  }

  Setup with(Faults changed) {
    return new Setup(root, url, changed, settings, signers, linkMethod, process, clock);
  }

  Setup with(CatalogUrl changed) {
    return new Setup(root, changed, faults, settings, signers, linkMethod, process, clock);
  }

  Setup with(LinkMethod changed) {
    return new Setup(root, url, faults, settings, signers, changed, process, clock);
  }

  Setup with(UnaryOperator<PublishSettings> change) {
    return new Setup(
        root, url, faults, change.apply(settings), signers, linkMethod, process, clock);
  }

  /// A process of this machine that is dead for everybody but itself: no process has this start
  /// time.
  Setup asDoomedProcess() {
    ProcessIdentity here = ProcessIdentity.current();
    var doomed = new ProcessIdentity(here.bootId(), here.host(), here.pid(), -1);
    return new Setup(root, url, faults, settings, signers, linkMethod, doomed, clock);
  }

  /// A process of another machine, whose life nobody here can see but by its lease.
  Setup onOtherMachine() {
    var far = new ProcessIdentity("another boot", "another host", 1, 1);
    return new Setup(root, url, faults, settings, signers, linkMethod, far, clock);
  }

  Setup with(Clock changed) {
    return new Setup(root, url, faults, settings, signers, linkMethod, process, changed);
  }

  /// Signs with something that looks like a signature of just this text.
  Setup signing() {
    ReleaseSigner signer =
        (release, time) -> {
          String armor =
              "-----BEGIN PGP SIGNATURE-----\n\n%x %d\n-----END PGP SIGNATURE-----\n"
                  .formatted(release.hashCode(), time.getEpochSecond());
          return new ReleaseSigner.Signatures(
              armor,
              "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n" + release + "\n" + armor);
        };
    return new Setup(
        root,
        url,
        faults,
        settings,
        (signing, _) ->
            signing.mode() == Signing.Mode.SKIP ? Optional.empty() : Optional.of(signer),
        linkMethod,
        process,
        clock);
  }

  static PublishSettings keeping(PublishSettings settings, int generations) {
    return new PublishSettings(
        settings.compressions(),
        settings.byHash(),
        settings.contents(),
        generations,
        settings.architectures(),
        settings.work(),
        settings.skeletons(),
        settings.releaseDate());
  }

  static PublishSettings withByHash(PublishSettings settings, boolean byHash) {
    return new PublishSettings(
        settings.compressions(),
        byHash,
        settings.contents(),
        settings.keepGenerations(),
        settings.architectures(),
        settings.work(),
        settings.skeletons(),
        settings.releaseDate());
  }

  static PublishSettings compressing(PublishSettings settings, Compression... forms) {
    return new PublishSettings(
        List.of(forms),
        settings.byHash(),
        settings.contents(),
        settings.keepGenerations(),
        settings.architectures(),
        settings.work(),
        settings.skeletons(),
        settings.releaseDate());
  }
}
