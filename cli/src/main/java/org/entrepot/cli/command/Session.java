package org.entrepot.cli.command;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.catalog.access.AuditOutcome;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.cli.configuration.ConfigurationLoader;
import org.entrepot.cli.configuration.DependencySettings;
import org.entrepot.cli.configuration.Environment;
import org.entrepot.cli.configuration.GeneralSettings;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.output.Output;
import org.entrepot.cli.output.Terminal;
import org.entrepot.domain.task.Access;
import org.entrepot.domain.task.Resource;
import org.entrepot.domain.task.ResourceClaim;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.openpgp.key.Passphrase;
import org.entrepot.service.Caller;
import org.entrepot.service.Entrepot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Permission;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.Dependencies;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.task.Failures;
import org.entrepot.service.task.TaskListener;
import org.jspecify.annotations.Nullable;

/// What one run of the program has at hand. Configuration and store are opened when they are first
/// needed, so help and usage touch neither. For one thread.
public final class Session implements AutoCloseable {
  private final Environment environment;
  private final StoreOpener opener;
  private final InputStream input;
  private final FlagValues flags;
  private Output output;
  private final LongSupplier nanoTime;
  private final CommandOrigin origin;

  private final String program;
  private final CommandRunner runner;
  private final @Nullable Session outer; // that of the command within which this one runs
  private @Nullable Configuration configuration; // null until it is needed
  private @Nullable Entrepot store; // null until it is needed
  private volatile boolean interrupted;

  Session(
      Environment environment,
      StoreOpener opener,
      InputStream input,
      FlagValues flags,
      Output output,
      LongSupplier nanoTime,
      CommandOrigin origin,
      String program,
      CommandRunner runner) {
    this.program = program;
    this.runner = runner;
    this.outer = null;
    this.environment = environment;
    this.opener = opener;
    this.input = input;
    this.flags = flags;
    this.output = output;
    this.nanoTime = nanoTime;
    this.origin = origin;
    if (origin instanceof CommandOrigin.Elsewhere elsewhere) {
      configuration = elsewhere.configuration();
      store = elsewhere.store();
    }
  }

  private Session(Session outer, Output output) {
    this.program = outer.program;
    this.runner = outer.runner;
    this.outer = outer;
    this.environment = outer.environment;
    this.opener = outer.opener;
    this.input = InputStream.nullInputStream();
    this.flags = outer.flags;
    this.output = output;
    this.nanoTime = outer.nanoTime;
    this.origin = outer.origin;
  }

  /// A session on the same store that writes elsewhere. Closing it leaves the store open.
  Session writingTo(PrintStream out, PrintStream err, Terminal terminal) {
    return new Session(this, output.to(out, err, terminal, nanoTime));
  }

  /// The name by which the program was called.
  public String program() {
    return program;
  }

  /// Runs further command lines within this one.
  CommandRunner runner() {
    return runner;
  }

  /// A hint at commands of `entrepot`, for the name by which the program was called.
  String named(String hint) {
    return hint.replace("entrepot ", program + " ");
  }

  /// Standard input.
  InputStream input() {
    return input;
  }

  /// Where results, messages and errors go.
  public Output output() {
    return output;
  }

  /// The configuration, with the global flags that replace parts of it left to the methods below.
  public Configuration configuration() {
    if (outer != null) {
      return outer.configuration();
    }
    if (configuration == null) {
      configuration =
          ConfigurationLoader.of(environment, program).load(flags.text(GlobalFlags.CONFIG));
      output = output.withMessages(messageForm(configuration.general()), nanoTime);
    }
    return configuration;
  }

  private static Output.MessageForm messageForm(GeneralSettings general) {
    if (general.logFormat() != GeneralSettings.LogFormat.JSON) {
      return Output.MessageForm.TEXT;
    }
    return switch (general.logLevel().toLowerCase(Locale.ROOT)) {
      case "warn", "warning", "error", "fatal", "panic", "disabled" -> Output.MessageForm.SILENT;
      default -> Output.MessageForm.JSON_LINES;
    };
  }

  /// The store.
  public Entrepot store() {
    if (outer != null) {
      return outer.store();
    }
    if (store == null) {
      store = opener.open(configuration());
    }
    return store;
  }

  /// Who typed the command.
  private Caller caller() {
    return switch (origin) {
      case CommandOrigin.ThisMachine _ -> Caller.ofProcess();
      case CommandOrigin.Elsewhere elsewhere -> elsewhere.caller();
    };
  }

  /// Cancels a task, if it is the caller's to cancel.
  CancelResult cancel(long task) {
    store()
        .view(view -> view.findTask(task))
        .ifPresent(found ->
            Permission.require(
                caller().grant(), "Cancelling task %d".formatted(task), found.claims()));
    return store().cancel(task, caller());
  }

  /// The content of a file, or of standard input for `-`, to be sent elsewhere.
  byte[] typedContent(String file) {
    try {
      return file.equals("-") ? input.readAllBytes() : Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND,
          "%s cannot be read: %s".formatted(file, Failures.describe(e, file)),
          e);
    }
  }

  /// The content of a file that was named on the command line.
  byte[] fileContent(String file) throws IOException {
    return switch (origin) {
      case CommandOrigin.ThisMachine _ -> Files.readAllBytes(Path.of(file));
      case CommandOrigin.Elsewhere elsewhere -> {
        byte[] content = elsewhere.files().get(file);
        if (content == null) {
          throw new NoSuchFileException(file);
        }
        yield content;
      }
    };
  }

  /// Where files to be imported are, that were named on the command line.
  Path importPath(String typed) {
    if (typed.isEmpty()) { // the current directory, to the JDK
      throw RepositoryException.invalidRequest("the name of a file or directory is empty");
    }
    Path path = Path.of(typed).toAbsolutePath().normalize();
    return switch (origin) {
      case CommandOrigin.ThisMachine _ -> path;
      case CommandOrigin.Elsewhere elsewhere -> {
        Path uploaded = elsewhere.uploads().get(path);
        if (uploaded == null) {
          throw new RepositoryException(
              ErrorCode.FILE_NOT_FOUND, "%s was not sent to the server".formatted(path));
        }
        yield uploaded;
      }
    };
  }

  /// The passphrase in a file that was named on the command line.
  Secrets passphraseIn(String file) {
    return switch (origin) {
      case CommandOrigin.ThisMachine _ ->
          _ -> {
            try (Passphrase passphrase = Passphrase.fromFile(Path.of(file))) {
              return Optional.of(passphrase.characters());
            }
          };
      case CommandOrigin.Elsewhere elsewhere -> {
        byte[] content = elsewhere.files().get(file);
        yield _ -> {
          if (content == null) {
            throw new RepositoryException(
                ErrorCode.FILE_NOT_FOUND, "cannot read the passphrase file " + file);
          }
          return Optional.of(new String(content, StandardCharsets.UTF_8).toCharArray());
        };
      }
    };
  }

  /// The keys of the store.
  public KeyStore keys() {
    return opener.keys(configuration());
  }

  /// The present time.
  Instant now() {
    return output.now();
  }

  /// Keeps a change in the audit log that is no operation.
  void audit(String action, String title) {
    store()
        .audit(
            new AuditEvent(Caller.ofProcess().actor(), action, title, AuditOutcome.SUCCEEDED, ""));
  }

  /// Does something that consists of tasks, showing output and progress. Only for who may do all
  /// that there is.
  <T> T supervised(String doing, Output.MessageForm form, Function<TaskListener, T> work) {
    Permission.require(
        caller().grant(),
        doing,
        ResourceClaims.of(List.of(new ResourceClaim(new Resource.Everything(), Access.EXCLUSIVE))));
    return watched(form, work);
  }

  /// Checks a change as if it were to be made, before what it would do is shown.
  void check(Operation operation) {
    store().check(operation, caller());
  }

  /// Makes a change and waits for it, showing output and progress.
  public OperationResult run(Operation operation) {
    return run(operation, Secrets.NONE, Output.MessageForm.TEXT);
  }

  /// The same; `quietly` shows progress only, for commands that print JSON.
  OperationResult run(Operation operation, boolean quietly) {
    return run(
        operation, Secrets.NONE, quietly ? Output.MessageForm.SILENT : Output.MessageForm.TEXT);
  }

  /// The same without showing lines, for commands that print JSON.
  OperationResult runQuietly(Operation operation, Secrets secrets) {
    return run(operation, secrets, Output.MessageForm.SILENT);
  }

  /// The same with secrets; `form` SILENT shows only progress.
  OperationResult run(Operation operation, Secrets secrets, Output.MessageForm form) {
    Entrepot open = store();
    return watched(form, watch -> open.run(operation, caller(), secrets, watch).require());
  }

  private <T> T watched(Output.MessageForm form, Function<TaskListener, T> work) {
    Entrepot open = store();
    if (origin instanceof CommandOrigin.Elsewhere) {
      try (var watch = new TaskWatch(output, form)) {
        return work.apply(watch);
      }
    }
    var stop =
        new Thread(() -> {
          interrupted = true;
          open.engine().cancelAll();
          awaitIdle(open);
        });
    Runtime.getRuntime().addShutdownHook(stop);
    try (var watch = new TaskWatch(output, form)) {
      return work.apply(watch);
    } finally {
      forget(stop);
    }
  }

  /// Whether a signal ends this process.
  boolean isInterrupted() {
    return interrupted;
  }

  /// A person pressed Ctrl-C: the task is withdrawn in order, if that is quick.
  private static void awaitIdle(Entrepot open) {
    try {
      for (int i = 0; i < 50 && !open.engine().isIdle(); i++) {
        Thread.sleep(100);
      }
    } catch (InterruptedException _) {
      // the process ends anyway; the next command recovers what is left
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // the process is ending
    }
  }

  /// The architectures of `-architectures`, else the configured ones.
  public List<String> architectures() {
    String given = flags.text(GlobalFlags.ARCHITECTURES);
    return given.isEmpty()
        ? configuration().general().architectures()
        : Arrays.stream(given.split(",", -1)).map(String::strip).filter(a -> !a.isEmpty()).toList();
  }

  /// The architectures of `-architectures` alone.
  Optional<List<String>> givenArchitectures() {
    return flags.text(GlobalFlags.ARCHITECTURES).isEmpty()
        ? Optional.empty()
        : Optional.of(architectures());
  }

  /// What following dependencies means, by flags and configuration.
  public Dependencies dependencies(boolean follow) {
    DependencySettings settings = configuration().dependencies();
    return new Dependencies(
        follow,
        chosen(GlobalFlags.FOLLOW_SUGGESTS, settings.followSuggests()),
        chosen(GlobalFlags.FOLLOW_RECOMMENDS, settings.followRecommends()),
        chosen(GlobalFlags.FOLLOW_SOURCE, settings.followSource()),
        chosen(GlobalFlags.FOLLOW_ALL_VARIANTS, settings.followAllVariants()),
        chosen(GlobalFlags.VERBOSE_RESOLVE, settings.verboseResolve()),
        architectures());
  }

  private boolean chosen(Flag flag, boolean configured) {
    return flags.isGiven(flag) ? flags.isOn(flag) : configured;
  }

  /// Keyrings by their absolute paths; a plain name is looked for in the GnuPG home first, as gpgv
  /// does.
  List<Path> keyrings(List<String> names) {
    Path gnupg =
        Path.of(environment.find("GNUPGHOME").orElseGet(() -> environment.belowHome(".gnupg")));
    return names.stream()
        .map(name -> {
          Path inHome = gnupg.resolve(name);
          boolean plain = name.indexOf('/') < 0 && Files.exists(inHome);
          return (plain ? inHome : Path.of(name)).toAbsolutePath().normalize();
        })
        .toList();
  }

  /// The provider of `-gpg-provider`, if one was named.
  Optional<String> gpgProvider() {
    return Optional.of(flags.text(GlobalFlags.GPG_PROVIDER)).filter(text -> !text.isEmpty());
  }

  /// Queries as typed, with `@file` and `@-` replaced by what they hold.
  List<String> queries(List<String> arguments) {
    var queries = new ArrayList<String>();
    for (String argument : arguments) {
      queries.add(argument.startsWith("@") ? contentOf(argument.substring(1)) : argument);
    }
    return queries;
  }

  private String contentOf(String file) {
    try {
      byte[] content =
          file.equals("-") && origin instanceof CommandOrigin.ThisMachine
              ? input.readAllBytes()
              : fileContent(file);
      return new String(content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND,
          "unable to read the query: "
              + Failures.describe(e, file)
              + "; write the query itself, or @FILE",
          e);
    }
  }

  /// All of standard input.
  byte[] standardInput() {
    try {
      return input.readAllBytes();
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED, "standard input cannot be read: " + Failures.describe(e), e);
    }
  }

  /// A passphrase typed by a person; empty when there is none to ask.
  @SuppressWarnings("SystemConsoleNull") // NullAway's model of the JDK says it may be null
  Optional<char[]> askPassphrase(String question) {
    if (origin instanceof CommandOrigin.Elsewhere) {
      return Optional.empty();
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return Optional.empty();
    }
    return Optional.ofNullable(console.readPassword("%s", question));
  }

  /// The server that does commands instead of this machine, if one was named: by `-server`, the
  /// environment or the configuration.
  Optional<ServerAddress> server() {
    String url = flags.text(GlobalFlags.SERVER);
    if (url.isEmpty()) {
      url = environment.find("ENTREPOT_SERVER").orElse("");
    }
    if (url.isEmpty()) {
      url = configuration().serverUrl();
    }
    if (url.isEmpty()) {
      return Optional.empty();
    }
    String token = environment.find("ENTREPOT_TOKEN").orElse("");
    return Optional.of(
        ServerAddress.of(url, token.isEmpty() ? configuration().serverToken() : token));
  }

  /// The environment of the process.
  public Environment environment() {
    return environment;
  }

  @Override
  public void close() {
    if (store != null && origin instanceof CommandOrigin.ThisMachine) {
      store.close();
    }
    output.close();
  }
}
