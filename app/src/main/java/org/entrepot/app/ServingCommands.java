package org.entrepot.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.app.demo.Demo;
import org.entrepot.catalog.View;
import org.entrepot.cli.command.Command;
import org.entrepot.cli.command.CommandHandler;
import org.entrepot.cli.command.PublishCommands;
import org.entrepot.cli.command.Session;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.publication.Publication;
import org.entrepot.server.archive.ArchiveOptions;
import org.entrepot.server.archive.ArchiveServer;
import org.entrepot.server.archive.Mount;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// `serve` and `demo`: the commands that need the archive server.
final class ServingCommands {
  private static final Flag LISTEN =
      Flag.text("listen", "127.0.0.1:8080", "host:port to listen on; :8080 for all addresses");
  private static final Flag CHECK =
      Flag.onOff("check", "end after the check instead of serving on");

  private ServingCommands() {}

  static List<Command> all(Clock clock) {
    return List.of(
        Command.of("serve")
            .purpose("serve published repositories over HTTP")
            .flags(LISTEN)
            .describes(
                "Serves the public directory, read only, until it is stopped. On this machine only,"
                    + " unless -listen says otherwise. For many clients put nginx or Apache in"
                    + " front of the directory instead.")
            .examples("serve", "serve -listen=:8080")
            .failsWith(
                "unable to serve", (invocation, session) -> serve(invocation, session, clock)),
        ApiCommand.of(clock),
        Command.of("demo")
            .purpose("show the way from packages to an archive that apt trusts")
            .takes(Positionals.between(0, 1, "[<folder with .deb files>]"))
            .flags(CHECK)
            .describes(
                "Makes a repository in a temporary directory, from the packages of a folder or"
                    + " three of its own, publishes a snapshot signed with a fresh key, serves it,"
                    + " and lets the machine's own apt and gpgv check it. Changes nothing on the"
                    + " machine.")
            .examples("demo", "demo -check ./packages")
            .failsWith("the demo failed", (invocation, _) -> demo(invocation, clock)));
  }

  private static int demo(Invocation invocation, Clock clock) {
    Optional<Path> folder = invocation.positionals().stream().findFirst().map(Path::of);
    try {
      new Demo(System.out, clock)
          .run(
              folder,
              invocation.flags().isOn(CHECK) ? Demo.Ending.AFTER_CHECK : Demo.Ending.WHEN_STOPPED);
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED, "a file of the demo could not be used: " + e.getMessage(), e);
    }
    return CommandHandler.OK;
  }

  private static int serve(Invocation invocation, Session session, Clock clock) {
    String listen = invocation.flags().text(LISTEN);
    Listen place = Listen.parse(listen);
    String host = place.host();
    int port = place.port();
    List<Publication> publications = session.store().view(View::publications);
    Output output = session.output();
    if (publications.isEmpty()) {
      output.line(
          "No published repositories, unable to serve. Publish something first: entrepot publish"
              + " ...");
      return CommandHandler.OK;
    }
    List<Path> roots = Composition.servedRoots(session.configuration());
    var options =
        ArchiveOptions.loopback(List.of(new Mount("/", roots.getFirst())))
            .at(host.isEmpty() ? "0.0.0.0" : host, port)
            .withAllowedTargets(roots.subList(1, roots.size()));
    try (ArchiveServer server = ArchiveServer.start(options, clock)) {
      String address = "http://%s:%d/".formatted(host.isEmpty() ? hostName() : host, server.port());
      output.line("Serving published repositories, recommended apt sources list:");
      output.line("");
      var lines = new ArrayList<String>();
      for (Publication publication : publications) {
        lines.add("# " + publication.point());
        PublishCommands.sourcesLines(publication, address).forEach(l -> lines.add(l.strip()));
      }
      output.lines(lines);
      output.line("");
      output.diagnostic("Starting web server at: %s (press Ctrl+C to quit)...\n".formatted(listen));
      server.join();
    } catch (IOException e) {
      throw new RepositoryException(ErrorCode.STORAGE_FAILED, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return CommandHandler.OK;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
