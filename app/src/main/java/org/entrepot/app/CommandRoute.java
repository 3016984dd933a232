package org.entrepot.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.cli.command.CommandHandler;
import org.entrepot.cli.command.ForwardedCommand;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.cli.output.Output;
import org.entrepot.cli.output.Terminal;
import org.entrepot.domain.access.Scope;
import org.entrepot.server.api.body.Json;
import org.entrepot.server.api.body.Required;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.Method;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.upload.UploadArea;
import org.entrepot.service.Caller;
import org.entrepot.service.Entrepot;

/// `POST /api/commands`: does a command that somebody typed on another machine, and answers what it
/// shows, line by line, each a JSON object: `Out`, `Err`, and at last `Exit`. Needs no more than
/// the right to look: what a command changes is judged by what it claims, as everywhere.
final class CommandRoute {
  private final Entrepot store;
  private final Configuration configuration;
  private final UploadArea uploads;
  private final Clock clock;

  CommandRoute(Entrepot store, Configuration configuration, UploadArea uploads, Clock clock) {
    this.store = store;
    this.configuration = configuration;
    this.uploads = uploads;
    this.clock = clock;
  }

  /// A command line with what it reads.
  record Command(
      @Required List<String> words,
      List<SentFile> files,
      List<SentUpload> uploads,
      boolean terminal,
      boolean colour) {}

  /// A file that the command line names.
  record SentFile(String name, String content) {}

  /// Files to be imported: where they were, and where they are in the upload area.
  record SentUpload(String typed, String directory, String place) {}

  Route<?> route() {
    return Route.of(Method.POST, "/api/commands", Scope.READ)
        .says("Do a command of entrepot -server")
        .gives("application/x-ndjson")
        .judgesItself()
        .does(Command.class, this::answer);
  }

  private Answer answer(Call call, Command command) {
    var files = new HashMap<String, byte[]>();
    for (SentFile file : command.files()) {
      files.put(file.name(), decoded(file.content()));
    }
    var places = new HashMap<Path, Path>();
    var names = new HashMap<String, String>();
    for (SentUpload upload : command.uploads()) {
      if (!call.caller().grant().allowsName(upload.directory())) {
        throw new RefusedException(
            403, "the token is not for the upload directory " + upload.directory());
      }
      Path typed = Path.of(upload.typed());
      Path place = uploads.file(upload.directory(), upload.place());
      places.put(typed, place);
      names.put(place.toString(), typed.toString());
    }
    var forwarded = new ForwardedCommand(command.words(), files, places);
    var terminal = new Terminal(command.terminal(), command.colour());
    return new Answer.Stream(
        200, "application/x-ndjson", out -> run(forwarded, terminal, names, call.caller(), out));
  }

  private static byte[] decoded(String content) {
    try {
      return Base64.getDecoder().decode(content);
    } catch (IllegalArgumentException _) {
      throw RefusedException.badRequest("Content of a file is not base64");
    }
  }

  /// On a thread of its own, as tasks are: they compute, and virtual threads that compute keep the
  /// carriers on which requests are answered.
  private void run(
      ForwardedCommand command,
      Terminal terminal,
      Map<String, String> names,
      Caller caller,
      OutputStream out)
      throws IOException {
    var exitCode = new AtomicInteger(CommandHandler.FAILED);
    Thread thread =
        Thread.ofPlatform()
            .name("command")
            .start(() -> {
              try (var shown =
                      new PrintStream(
                          new Events("Out", names, out), false, StandardCharsets.UTF_8);
                  var told =
                      new PrintStream(
                          new Events("Err", names, out), false, StandardCharsets.UTF_8)) {
                var output =
                    new Output(
                        shown, told, terminal, Output.MessageForm.TEXT, clock, System::nanoTime);
                exitCode.set(command.run(store, configuration, caller, output, System::nanoTime));
                output.close();
              }
            });
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("waiting for the command was interrupted", e);
    }
    event("Exit", exitCode.get(), out);
  }

  private static void event(String name, Object value, OutputStream out) throws IOException {
    synchronized (out) {
      out.write((Json.text(Map.of(name, value)) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  /// Sends what was written when it is flushed, with the names of files as they were typed.
  private static final class Events extends OutputStream {
    private final String name;
    private final Map<String, String> names;
    private final OutputStream out;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    Events(String name, Map<String, String> names, OutputStream out) {
      this.name = name;
      this.names = names;
      this.out = out;
    }

    @Override
    public synchronized void write(int value) {
      held.write(value);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      held.write(bytes, offset, length);
    }

    @Override
    public synchronized void flush() throws IOException {
      if (held.size() == 0) {
        return;
      }
      String text = held.toString(StandardCharsets.UTF_8);
      held.reset();
      for (var each : names.entrySet()) {
        text = text.replace(each.getKey(), each.getValue());
      }
      event(name, text, out);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
