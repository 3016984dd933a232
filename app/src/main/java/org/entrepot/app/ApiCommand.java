package org.entrepot.app;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.entrepot.catalog.View;
import org.entrepot.cli.command.Command;
import org.entrepot.cli.command.CommandHandler;
import org.entrepot.cli.command.ProgramVersion;
import org.entrepot.cli.command.Session;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.output.Output;
import org.entrepot.server.access.AccessGate;
import org.entrepot.server.access.AccessMode;
import org.entrepot.server.access.Reach;
import org.entrepot.server.api.ApiOptions;
import org.entrepot.server.api.ApiServer;
import org.entrepot.server.api.ListenPlace;
import org.entrepot.server.api.upload.UploadArea;
import org.entrepot.server.archive.ServedArchives;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// `api serve`: the REST API over HTTP.
final class ApiCommand {
  private static final Flag LISTEN =
      Flag.text(
          "listen",
          "127.0.0.1:8080",
          "host:port to listen on, :8080 for all addresses, or unix:///absolute/path");
  private static final Flag NO_AUTH =
      Flag.onOff("no-auth", "ask nobody for a token, wherever the server listens");
  private static final Flag NO_LOCK =
      Flag.onOff("no-lock", "accepted for compatibility: the store is never locked");

  private static final long MEBIBYTE = 1024 * 1024;
  private static final Duration LAST_MOMENT = Duration.ofSeconds(10);

  private ApiCommand() {}

  static Command of(Clock clock) {
    return Command.of("api", "serve")
        .purpose("serve the REST API over HTTP")
        .flags(LISTEN, NO_AUTH, NO_LOCK)
        .describes(
            "Answers the API until it is stopped, and works on the queue of tasks. On this machine"
                + " only, unless -listen says otherwise; then each request needs a token (see token"
                + " create). A socket that systemd hands over is listened on instead of what"
                + " -listen says. When it is told to stop, tasks that run end first, and those that"
                + " wait stay in the queue.")
        .examples(
            "api serve", "api serve -listen=:8080", "api serve -listen=unix:///run/entrepot.sock")
        .failsWith("unable to serve", (invocation, session) -> serve(invocation, session, clock));
  }

  private static int serve(Invocation invocation, Session session, Clock clock) {
    Configuration configuration = session.configuration();
    Logging.follow(configuration.general());
    Path root = configuration.general().rootDirectory().toAbsolutePath();
    requireUsable(root);
    ListenPlace place = place(invocation.flags().text(LISTEN));
    Reach reach = reach(place);
    AccessMode mode =
        invocation.flags().isOn(NO_AUTH)
            ? AccessMode.OPEN
            : AccessMode.of(setting(configuration), reach);
    Output output = session.output();
    mode.notice(reach, session.store().view(View::tokens), clock.instant())
        .ifPresent(notice -> output.diagnostic(notice + "\n"));
    var gate = new AccessGate(mode, session.store(), clock);
    var stopped = new CountDownLatch(1);
    ApiOptions options = options(session, root, place);
    var commands =
        new CommandRoute(
            session.store(),
            configuration,
            new UploadArea(options.uploads(), options.scratch()),
            clock);
    try (ApiServer server =
        ApiServer.start(session.store(), options, gate, List.of(commands.route()), clock)) {
      output.line("Starting API server at: %s (press Ctrl+C to quit)...".formatted(server.uri()));
      output.flush();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, output, stopped)));
      server.join();
      stopped.await();
    } catch (IOException e) {
      throw new RepositoryException(ErrorCode.STORAGE_FAILED, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Logging.flush();
    }
    return CommandHandler.OK;
  }

  private static void stop(ApiServer running, Output output, CountDownLatch stopped) {
    output.line("Shutting down: tasks that run end first, the others stay queued.");
    output.flush();
    running.close();
    stopped.countDown();
    try {
      // The command ends the process now, with its own exit code and not that of the signal.
      Thread.sleep(LAST_MOMENT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static ApiOptions options(Session session, Path root, ListenPlace place) {
    var usual = ApiOptions.at(root);
    Configuration configuration = session.configuration();
    return new ApiOptions(
        place,
        root,
        usual.uploads(),
        usual.scratch(),
        configuration.server().asyncApi(),
        session.dependencies(true),
        ProgramVersion.TEXT,
        usual.parallelTasks(),
        limits(configuration),
        configuration.server().metricsEndpoint(),
        configuration.server().swaggerEndpoint(),
        configuration.server().serveInApiMode()
            ? Optional.of(archives(configuration))
            : Optional.empty());
  }

  private static ApiOptions.Limits limits(Configuration configuration) {
    var usual = ApiOptions.Limits.USUAL;
    var configured = configuration.serverLimits();
    return new ApiOptions.Limits(
        configured.uploadMebibytes() == 0
            ? usual.mostUploadBytes()
            : configured.uploadMebibytes() * MEBIBYTE,
        configured.connections(),
        configured.idle(),
        usual.headerTimeout(),
        usual.stopTimeout());
  }

  private static ServedArchives archives(Configuration configuration) {
    List<Path> roots = Composition.servedRoots(configuration);
    var endpoints = new TreeMap<String, Path>();
    configuration
        .filesystemEndpoints()
        .forEach((name, endpoint) -> endpoints.put(name, endpoint.root()));
    return new ServedArchives(roots.getFirst(), endpoints, roots.subList(1, roots.size()));
  }

  private static AccessMode.Setting setting(Configuration configuration) {
    return AccessMode.Setting.valueOf(configuration.access().api().toUpperCase(Locale.ROOT));
  }

  /// A root that is there must be usable; a missing one is made later.
  private static void requireUsable(Path root) {
    if (Files.exists(root) && !(Files.isWritable(root) && Files.isReadable(root))) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED,
          "the root directory %s is not readable and writable for this user".formatted(root));
    }
  }

  /// A socket that was handed over, or what `-listen` says.
  private static ListenPlace place(String listen) {
    return InheritedSockets.find().orElseGet(() -> Listen.place(listen));
  }

  private static Reach reach(ListenPlace place) {
    try {
      return place.reach();
    } catch (UnknownHostException e) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "-listen: the host of %s is not known".formatted(place.text()),
          e);
    }
  }
}
