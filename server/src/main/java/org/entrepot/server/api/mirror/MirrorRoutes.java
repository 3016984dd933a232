package org.entrepot.server.api.mirror;

import static org.entrepot.server.api.route.Method.DELETE;
import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;
import static org.entrepot.server.api.route.Method.PUT;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.server.api.gpg.Keyrings;
import org.entrepot.server.api.mirror.MirrorBodies.Create;
import org.entrepot.server.api.mirror.MirrorBodies.Edit;
import org.entrepot.server.api.mirror.MirrorBodies.OfMirror;
import org.entrepot.server.api.mirror.MirrorBodies.Update;
import org.entrepot.server.api.packages.PackageList;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.Paging;
import org.entrepot.server.api.route.PathNames;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.shape.MirrorShape;
import org.entrepot.server.api.shape.SnapshotShape;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.service.Entrepot;
import org.entrepot.service.Objects;
import org.entrepot.service.mirror.MirrorDefaults;
import org.entrepot.service.operation.Acceptance;
import org.entrepot.service.operation.Fetching;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.MirrorOperation.CreateMirror;
import org.entrepot.service.operation.MirrorOperation.Digests;
import org.entrepot.service.operation.MirrorOperation.DropMirror;
import org.entrepot.service.operation.MirrorOperation.EditMirror;
import org.entrepot.service.operation.MirrorOperation.Missing;
import org.entrepot.service.operation.MirrorOperation.PartChange;
import org.entrepot.service.operation.MirrorOperation.Present;
import org.entrepot.service.operation.MirrorOperation.SnapshotMirror;
import org.entrepot.service.operation.MirrorOperation.UpdateMirror;

/// `/api/mirrors…` (spec rest-api 10).
public final class MirrorRoutes {
  private static final QueryParameter FORCE =
      QueryParameter.flag("force", "also when snapshots were made from it");

  private final Entrepot store;
  private final Tasks tasks;
  private final PackageList packages;
  private final Keyrings keyrings;

  public MirrorRoutes(Entrepot store, Tasks tasks, PackageList packages, Keyrings keyrings) {
    this.store = store;
    this.tasks = tasks;
    this.packages = packages;
    this.keyrings = keyrings;
  }

  private List<String> keyrings(List<String> names) {
    return names.stream().map(keyrings::pathOf).toList();
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/mirrors", Scope.READ)
            .says("List mirrors by name")
            .query(Paging.PARAMETERS)
            .answers(200, MirrorShape[].class)
            .does(this::list),
        Route.of(POST, "/api/mirrors", Scope.WRITE)
            .says("Create a mirror")
            .answers(201, MirrorShape.class)
            .does(Create.class, this::create),
        Route.of(GET, "/api/mirrors/{mirror}", Scope.READ)
            .says("Show a mirror")
            .answers(200, MirrorShape.class)
            .does(call ->
                Answer.ok(
                    store.view(
                        view -> MirrorShape.of(view, Objects.requireMirror(view, name(call)))))),
        Route.of(POST, "/api/mirrors/{mirror}", Scope.WRITE)
            .says("Change what a mirror mirrors")
            .answers(200, MirrorShape.class)
            .does(Edit.class, this::edit),
        Route.of(PUT, "/api/mirrors/{mirror}", Scope.WRITE)
            .says("Bring a mirror up to date")
            .asTask()
            .answers(204, Void.class)
            .does(Update.class, this::update),
        Route.of(DELETE, "/api/mirrors/{mirror}", Scope.WRITE)
            .says("Drop a mirror")
            .query(FORCE)
            .asTask()
            .answers(204, Void.class)
            .does(call ->
                tasks.run(
                    call,
                    new DropMirror(
                        name(call), call.isOn(FORCE) ? Force.FORCE : Force.REFUSE_IF_USED))),
        Route.of(GET, "/api/mirrors/{mirror}/packages", Scope.READ)
            .says("List the packages of a mirror")
            .query(PackageList.PARAMETERS)
            .answers(200, String[].class)
            .does(this::listPackages),
        Route.of(POST, "/api/mirrors/{mirror}/snapshots", Scope.WRITE)
            .says("Create a snapshot of a mirror")
            .asTask()
            .answers(201, SnapshotShape.class)
            .does(
                OfMirror.class,
                (call, body) ->
                    tasks.run(
                        call,
                        new SnapshotMirror(
                            new SnapshotName(body.name()),
                            name(call),
                            Optional.of(body.description()).filter(it -> !it.isEmpty())))));
  }

  private static MirrorName name(Call call) {
    return PathNames.mirror(call, "mirror");
  }

  private Answer list(Call call) {
    Paging page = Paging.of(call);
    return store.view(view ->
        page.answer(
            view.mirrors(),
            mirror -> mirror.name().value(),
            mirror -> MirrorShape.listed(view, mirror)));
  }

  private Answer listPackages(Call call) {
    Mirror mirror = store.view(view -> Objects.requireMirror(view, name(call)));
    if (!mirror.isDownloaded()) {
      throw new RefusedException(
          404, "unable to show: mirror %s hasn't been downloaded yet".formatted(mirror.name()));
    }
    return packages.answer(call, view -> view.set(mirror.state().packages()));
  }

  private Answer create(Call call, Create body) {
    MirrorDefaults defaults = store.mirrorDefaults();
    var parts = EnumSet.noneOf(MirrorPart.class);
    add(
        parts,
        MirrorPart.SOURCES,
        body.downloadSources().orElse(body.asIs() || defaults.sources()));
    add(parts, MirrorPart.UDEBS, body.downloadUdebs().orElse(body.asIs()));
    add(parts, MirrorPart.INSTALLER, body.downloadInstaller());
    add(parts, MirrorPart.APPSTREAM, body.downloadAppStream());
    add(parts, MirrorPart.AS_IS, body.asIs());
    var checks = EnumSet.noneOf(SkippedCheck.class);
    add(checks, SkippedCheck.COMPONENTS, body.skipComponentCheck());
    add(checks, SkippedCheck.ARCHITECTURES, body.skipArchitectureCheck());
    var accepted = EnumSet.noneOf(Acceptance.class);
    add(accepted, Acceptance.EXPIRED, body.acceptExpired());
    add(accepted, Acceptance.WEAK_DIGESTS, body.acceptWeakDigests());
    return tasks.run(
        call,
        new CreateMirror(
            new MirrorName(body.name()),
            upstream(body, defaults),
            new Selection(
                body.filter(),
                body.filterWithDeps(),
                parts,
                checks,
                body.translations().orElse(Selection.USUAL_TRANSLATIONS)),
            new Trust(signatures(body.ignoreSignatures(), defaults), keyrings(body.keyrings())),
            accepted,
            Fetching.CONFIGURED));
  }

  private static <E extends Enum<E>> void add(Set<E> set, E value, boolean wanted) {
    if (wanted) {
      set.add(value);
    }
  }

  private static Upstream upstream(Create body, MirrorDefaults defaults) {
    List<String> architectures =
        body.architectures().isEmpty() ? defaults.architectures() : body.architectures();
    if (MirrorDefaults.isPpa(body.archiveUrl())) {
      return defaults.ppa(body.archiveUrl(), architectures);
    }
    return new Upstream(
        roots(body.archiveUrl(), body.fallbackUrls()),
        body.distribution(),
        body.components(),
        architectures);
  }

  private static List<ArchiveUrl> roots(String first, List<String> more) {
    return Stream.concat(Stream.of(first), more.stream()).map(ArchiveUrl::new).toList();
  }

  private static Trust.Signatures signatures(Optional<Boolean> ignored, MirrorDefaults defaults) {
    return ignored
        .map(it -> it ? Trust.Signatures.IGNORED : Trust.Signatures.REQUIRED)
        .orElse(defaults.signatures());
  }

  private Answer edit(Call call, Edit body) {
    var parts = new ArrayList<PartChange>();
    body.downloadSources().ifPresent(it -> parts.add(new PartChange(MirrorPart.SOURCES, it)));
    body.downloadUdebs().ifPresent(it -> parts.add(new PartChange(MirrorPart.UDEBS, it)));
    body.downloadInstaller().ifPresent(it -> parts.add(new PartChange(MirrorPart.INSTALLER, it)));
    body.downloadAppStream().ifPresent(it -> parts.add(new PartChange(MirrorPart.APPSTREAM, it)));
    body.asIs().ifPresent(it -> parts.add(new PartChange(MirrorPart.AS_IS, it)));
    var accepted = EnumSet.noneOf(Acceptance.class);
    add(accepted, Acceptance.EXPIRED, body.acceptExpired());
    add(accepted, Acceptance.RENAMED, body.acceptRenamed());
    return tasks.run(
        call,
        new EditMirror(
            name(call),
            roots(call, body),
            body.architectures().map(it -> it.stream().sorted().distinct().toList()),
            body.filter(),
            body.filterWithDeps(),
            parts,
            body.translations(),
            Optional.of(signatures(body.ignoreSignatures(), store.mirrorDefaults())),
            keyrings(body.keyrings()),
            accepted));
  }

  private Optional<List<ArchiveUrl>> roots(Call call, Edit body) {
    if (body.archiveUrl().isEmpty() && body.fallbackUrls().isEmpty()) {
      return Optional.empty();
    }
    List<String> now =
        store.view(view -> Objects.requireMirror(view, name(call))).upstream().roots().stream()
            .map(ArchiveUrl::value)
            .toList();
    return Optional.of(
        roots(
            body.archiveUrl().orElse(now.getFirst()),
            body.fallbackUrls().orElse(now.subList(1, now.size()))));
  }

  private Answer update(Call call, Update body) {
    MirrorName name = name(call);
    boolean renames = !body.name().isEmpty() && !body.name().equals(name.value());
    if (renames && store.view(view -> view.findMirror(new MirrorName(body.name()))).isPresent()) {
      throw new RefusedException(
          409, "unable to rename: mirror %s already exists".formatted(body.name()));
    }
    var accepted = EnumSet.noneOf(Acceptance.class);
    add(accepted, Acceptance.EXPIRED, body.acceptExpired());
    add(accepted, Acceptance.OLDER, body.acceptOlder());
    add(accepted, Acceptance.RENAMED, body.acceptRenamed());
    add(accepted, Acceptance.WEAK_DIGESTS, body.acceptWeakDigests());
    return tasks.run(
        call,
        new UpdateMirror(
            name,
            Optional.of(signatures(body.ignoreSignatures(), store.mirrorDefaults())),
            keyrings(body.keyrings()),
            accepted,
            body.ignoreChecksums() ? Digests.IGNORE : Digests.VERIFY,
            body.skipMissing() ? Missing.SKIP : Missing.FAIL,
            body.skipExistingPackages() ? Present.BELIEVE : Present.LOOK,
            body.latestOnly(),
            body.forceUpdate() ? Force.FORCE : Force.REFUSE_IF_USED,
            store.mirrorDefaults().dependencies(),
            Fetching.CONFIGURED));
  }
}
