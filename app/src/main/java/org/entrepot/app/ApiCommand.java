package org.entrepot.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
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
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// `api serve`: the REST API over HTTP.
final class ApiCommand {
  private static final Flag LISTEN =
      Flag.text("listen", "127.0.0.1:8080", "host:port to listen on; :8080 for all addresses");
  private static final Flag NO_LOCK =
      Flag.onOff("no-lock", "accepted for compatibility: the store is never locked");

  private static final Duration LAST_MOMENT = Duration.ofSeconds(10);

  private ApiCommand() {}

  static Command of(Clock clock) {
    return Command.of("api", "serve")
        .purpose("serve the REST API over HTTP")
        .flags(LISTEN, NO_LOCK)
        .describes(
            "Answers the API until it is stopped, and works on the queue of tasks. On this machine"
                + " only, unless -listen says otherwise; then each request needs a token (see token"
                + " create). When it is told to stop, tasks that run end first, and those that wait"
                + " stay in the queue.")
        .examples("api serve", "api serve -listen=:8080")
        .failsWith("unable to serve", (invocation, session) -> serve(invocation, session, clock));
  }

  private static int serve(Invocation invocation, Session session, Clock clock) {
    Configuration configuration = session.configuration();
    Path root = configuration.general().rootDirectory().toAbsolutePath();
    requireUsable(root);
    Listen listen = Listen.parse(invocation.flags().text(LISTEN));
    Reach reach = reach(listen.host());
    AccessMode mode = AccessMode.of(setting(configuration), reach);
    Output output = session.output();
    mode.notice(reach, session.store().view(View::tokens), clock.instant())
        .ifPresent(notice -> output.diagnostic(notice + "\n"));
    var gate = new AccessGate(mode, session.store(), clock);
    var stopped = new CountDownLatch(1);
    try (ApiServer server =
        ApiServer.start(session.store(), options(session, root, listen), gate)) {
      output.line("Starting API server at: %s (press Ctrl+C to quit)...".formatted(server.uri()));
      output.flush();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, output, stopped)));
      server.join();
      stopped.await();
    } catch (IOException e) {
      throw new RepositoryException(ErrorCode.STORAGE_FAILED, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  private static ApiOptions options(Session session, Path root, Listen listen) {
    var usual = ApiOptions.at(root);
    return new ApiOptions(
        listen.host(),
        listen.port(),
        root,
        usual.uploads(),
        usual.scratch(),
        session.configuration().server().asyncApi(),
        session.dependencies(true),
        ProgramVersion.TEXT,
        usual.parallelTasks(),
        usual.mostUploadBytes(),
        usual.mostConnections(),
        usual.idleTimeout(),
        usual.stopTimeout());
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

  private static Reach reach(String host) {
    try {
      return host.isEmpty() ? Reach.NETWORK : Reach.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "-listen: the host %s is not known".formatted(host), e);
    }
  }
}
