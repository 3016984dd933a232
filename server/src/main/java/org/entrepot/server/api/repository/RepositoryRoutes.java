package org.entrepot.server.api.repository;

import static org.entrepot.server.api.route.Method.DELETE;
import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;
import static org.entrepot.server.api.route.Method.PUT;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.server.api.packages.PackageList;
import org.entrepot.server.api.repository.RepositoryBodies.Copy;
import org.entrepot.server.api.repository.RepositoryBodies.Create;
import org.entrepot.server.api.repository.RepositoryBodies.Edit;
import org.entrepot.server.api.repository.RepositoryBodies.Packages;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.Paging;
import org.entrepot.server.api.route.PathNames;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.route.SafeNames;
import org.entrepot.server.api.shape.CopyShape;
import org.entrepot.server.api.shape.ImportShape;
import org.entrepot.server.api.shape.RepositoryShape;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.server.api.upload.UploadArea;
import org.entrepot.service.Entrepot;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Dependencies;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.MirrorOperation.ImportFromMirror;
import org.entrepot.service.operation.RepositoryOperation.AddPackages;
import org.entrepot.service.operation.RepositoryOperation.AfterImport;
import org.entrepot.service.operation.RepositoryOperation.ChangeMembers;
import org.entrepot.service.operation.RepositoryOperation.CreateRepository;
import org.entrepot.service.operation.RepositoryOperation.DropRepository;
import org.entrepot.service.operation.RepositoryOperation.EditRepository;
import org.entrepot.service.operation.RepositoryOperation.IncludeChanges;
import org.entrepot.service.operation.RepositoryOperation.Membership;
import org.entrepot.service.operation.RepositoryOperation.NoMatch;
import org.entrepot.service.operation.RepositoryOperation.RemovePackages;
import org.entrepot.service.operation.RepositoryOperation.Replacement;
import org.entrepot.service.operation.RepositoryOperation.Signatures;
import org.entrepot.service.operation.RepositoryOperation.Transfer;
import org.entrepot.service.operation.RepositoryOperation.TransferPackages;
import org.entrepot.service.operation.RepositoryOperation.Unsigned;

/// `/api/repos…` (spec rest-api 8).
public final class RepositoryRoutes {
  private static final QueryParameter FORCE =
      QueryParameter.flag("force", "also when snapshots were made from it");
  private static final QueryParameter FORCE_REPLACE =
      QueryParameter.flag("forceReplace", "replace packages of the same name and version");
  private static final QueryParameter NO_REMOVE =
      QueryParameter.flag("noRemove", "keep the uploaded files");

  private static final QueryParameter NO_REMOVE_FILES =
      QueryParameter.flag("noRemoveFiles", "keep the uploaded files");
  private static final QueryParameter ACCEPT_UNSIGNED =
      QueryParameter.flag("acceptUnsigned", "take uploads without a signature");
  private static final QueryParameter IGNORE_SIGNATURE =
      QueryParameter.flag("ignoreSignature", "do not look at signatures");

  private final Entrepot store;
  private final Tasks tasks;
  private final PackageList packages;
  private final UploadArea uploads;
  private final Dependencies dependencies;

  /// `dependencies` says what following them means in this installation.
  public RepositoryRoutes(
      Entrepot store,
      Tasks tasks,
      PackageList packages,
      UploadArea uploads,
      Dependencies dependencies) {
    this.store = store;
    this.tasks = tasks;
    this.packages = packages;
    this.uploads = uploads;
    this.dependencies = dependencies;
  }

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/repos", Scope.READ)
            .says("List local repositories by name")
            .query(Paging.PARAMETERS)
            .answers(200, RepositoryShape.Listed[].class)
            .does(this::list),
        Route.of(POST, "/api/repos", Scope.WRITE)
            .says("Create a local repository")
            .asTask()
            .answers(201, RepositoryShape.class)
            .does(Create.class, this::create),
        Route.of(GET, "/api/repos/{repository}", Scope.READ)
            .says("Show a local repository")
            .answers(200, RepositoryShape.class)
            .does(this::show),
        Route.of(PUT, "/api/repos/{repository}", Scope.WRITE)
            .says("Change attributes of a local repository")
            .asTask()
            .answers(200, RepositoryShape.class)
            .does(Edit.class, this::edit),
        Route.of(DELETE, "/api/repos/{repository}", Scope.WRITE)
            .says("Drop a local repository")
            .query(FORCE)
            .asTask()
            .does(call ->
                tasks.run(
                    call,
                    new DropRepository(
                        name(call), call.isOn(FORCE) ? Force.FORCE : Force.REFUSE_IF_USED))),
        Route.of(GET, "/api/repos/{repository}/packages", Scope.READ)
            .says("List the packages of a local repository")
            .query(PackageList.PARAMETERS)
            .answers(200, String[].class)
            .does(call ->
                packages.answer(
                    call,
                    view -> view.set(Objects.requireRepository(view, name(call)).packages()))),
        Route.of(POST, "/api/repos/{repository}/packages", Scope.WRITE)
            .says("Add stored packages by their keys")
            .asTask()
            .answers(200, RepositoryShape.class)
            .does(Packages.class, (call, body) -> change(call, body, Membership.ADD)),
        Route.of(DELETE, "/api/repos/{repository}/packages", Scope.WRITE)
            .says("Remove packages by their keys")
            .asTask()
            .answers(200, RepositoryShape.class)
            .does(Packages.class, (call, body) -> change(call, body, Membership.REMOVE)),
        Route.of(POST, "/api/repos/{repository}/file/{directory}", Scope.WRITE)
            .says("Import the packages of an upload directory")
            .query(FORCE_REPLACE, NO_REMOVE)
            .asTask()
            .answers(200, ImportShape.class)
            .does(call -> add(call, uploads.directory(call.path("directory")))),
        Route.of(POST, "/api/repos/{repository}/file/{directory}/{file}", Scope.WRITE)
            .says("Import one uploaded file")
            .query(FORCE_REPLACE, NO_REMOVE)
            .asTask()
            .answers(200, ImportShape.class)
            .does(call -> add(call, uploadedFile(call))),
        Route.of(POST, "/api/repos/{repository}/include/{directory}", Scope.WRITE)
            .says("Take the uploads (.changes) of an upload directory")
            .query(FORCE_REPLACE, NO_REMOVE_FILES, ACCEPT_UNSIGNED, IGNORE_SIGNATURE)
            .asTask()
            .answers(200, ImportShape.class)
            .does(call -> include(call, uploads.directory(call.path("directory")))),
        Route.of(POST, "/api/repos/{repository}/include/{directory}/{file}", Scope.WRITE)
            .says("Take one upload (.changes)")
            .query(FORCE_REPLACE, NO_REMOVE_FILES, ACCEPT_UNSIGNED, IGNORE_SIGNATURE)
            .asTask()
            .answers(200, ImportShape.class)
            .does(call -> include(call, uploadedFile(call))),
        Route.of(POST, "/api/repos/{repository}/copy/{source}/{query}", Scope.WRITE)
            .says("Copy packages from another local repository")
            .asTask()
            .answers(200, CopyShape.class)
            .does(Copy.class, (call, body) -> transfer(call, body, Transfer.COPY)),
        Route.of(POST, "/api/repos/{repository}/move/{source}/{query}", Scope.WRITE)
            .says("Move packages from another local repository")
            .asTask()
            .answers(200, CopyShape.class)
            .does(Copy.class, (call, body) -> transfer(call, body, Transfer.MOVE)),
        Route.of(POST, "/api/repos/{repository}/import/{mirror}/{query}", Scope.WRITE)
            .says("Import packages from a mirror")
            .asTask()
            .answers(200, CopyShape.class)
            .does(
                Copy.class,
                (call, body) ->
                    tasks.run(
                        call,
                        new ImportFromMirror(
                            PathNames.mirror(call, "mirror"),
                            name(call),
                            List.of(call.path("query")),
                            body.withDeps() ? dependencies : Dependencies.NONE,
                            execution(body)))),
        Route.of(POST, "/api/repos/{repository}/remove/{query}", Scope.WRITE)
            .says("Remove packages by a query")
            .asTask()
            .answers(200, CopyShape.class)
            .does(
                Copy.class,
                (call, body) ->
                    tasks.run(
                        call,
                        new RemovePackages(
                            name(call), List.of(call.path("query")), execution(body)))));
  }

  private static RepositoryName name(Call call) {
    return PathNames.repository(call, "repository");
  }

  private Answer list(Call call) {
    return Paging.of(call)
        .answer(
            store.view(view -> view.repositories()),
            repository -> repository.name().value(),
            RepositoryShape.Listed::of);
  }

  private Answer show(Call call) {
    return Answer.ok(
        store.view(view -> RepositoryShape.of(Objects.requireRepository(view, name(call)))));
  }

  private Answer create(Call call, Create body) {
    return tasks.run(
        call,
        new CreateRepository(
            new RepositoryName(body.name()),
            body.comment(),
            body.defaultDistribution(),
            body.defaultComponent(),
            "",
            Optional.of(body.fromSnapshot())
                .filter(name -> !name.isEmpty())
                .map(PathNames::snapshot)));
  }

  private Answer edit(Call call, Edit body) {
    return tasks.run(
        call,
        new EditRepository(
            name(call),
            body.name().filter(name -> !name.isEmpty()).map(RepositoryName::new),
            body.comment(),
            body.defaultDistribution(),
            body.defaultComponent(),
            Optional.empty()));
  }

  private Answer change(Call call, Packages body, Membership membership) {
    return tasks.run(call, new ChangeMembers(name(call), membership, body.packageRefs()));
  }

  /// A name of which nothing is left stands for the whole directory, as clients know it.
  private Path uploadedFile(Call call) {
    return SafeNames.strip(call.path("file")).isEmpty()
        ? uploads.directory(call.path("directory"))
        : uploads.file(call.path("directory"), call.path("file"));
  }

  private Answer add(Call call, Path path) {
    return tasks.run(
        call,
        new AddPackages(
            name(call),
            List.of(path),
            call.isOn(FORCE_REPLACE) ? Replacement.REPLACE : Replacement.REFUSE,
            call.isOn(NO_REMOVE)
                ? AfterImport.KEEP_FILES
                : AfterImport.REMOVE_FILES_AND_DIRECTORIES));
  }

  /// The name of the repository may be a template over the fields of each upload.
  private Answer include(Call call, Path path) {
    return tasks.run(
        call,
        new IncludeChanges(
            call.path("repository"),
            List.of(path),
            call.isOn(FORCE_REPLACE) ? Replacement.REPLACE : Replacement.REFUSE,
            call.isOn(NO_REMOVE_FILES)
                ? AfterImport.KEEP_FILES
                : AfterImport.REMOVE_FILES_AND_DIRECTORIES,
            call.isOn(ACCEPT_UNSIGNED) ? Unsigned.ACCEPT : Unsigned.REFUSE,
            call.isOn(IGNORE_SIGNATURE) ? Signatures.IGNORE : Signatures.CHECK,
            List.of(),
            ""));
  }

  private Answer transfer(Call call, Copy body, Transfer transfer) {
    if (call.path("source").equals(call.path("repository"))) {
      throw RefusedException.badRequest("source and destination are the same local repo");
    }
    RepositoryName source;
    RepositoryName target;
    try {
      source = PathNames.repository(call, "source");
      target = name(call);
    } catch (RepositoryException e) { // like other unknown ones here
      throw RefusedException.badRequest(e.getMessage());
    }
    return tasks.run(
        call,
        new TransferPackages(
            transfer,
            source,
            target,
            List.of(call.path("query")),
            body.withDeps() ? dependencies : Dependencies.NONE,
            NoMatch.FAIL,
            execution(body)));
  }

  private static Execution execution(Copy body) {
    return body.dryRun() ? Execution.DRY_RUN : Execution.CARRY_OUT;
  }
}
