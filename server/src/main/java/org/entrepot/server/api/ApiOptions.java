package org.entrepot.server.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.entrepot.server.archive.ServedArchives;
import org.entrepot.service.operation.Dependencies;

/// How the API is served.
///
/// @param root directory of the store, whose free space is told
/// @param uploads where uploaded files wait to be imported
/// @param scratch for files that are being received; on the same file system as `uploads`
/// @param asynchronous whether requests are answered by tasks unless they say otherwise
/// @param dependencies what following dependencies means; `follow` is on
/// @param programVersion told by `/api/version`
/// @param parallelTasks how many tasks of the queue run at once
/// @param metrics whether `/api/metrics` is there
/// @param documentation whether `/docs` is there
/// @param archives the published archives that are served below `/repos/`, if any are
public record ApiOptions(
    ListenPlace place,
    Path root,
    Path uploads,
    Path scratch,
    boolean asynchronous,
    Dependencies dependencies,
    String programVersion,
    int parallelTasks,
    Limits limits,
    boolean metrics,
    boolean documentation,
    Optional<ServedArchives> archives) {

  /// What is refused, and when waiting ends.
  ///
  /// @param mostUploadBytes bound of the files of one request
  /// @param mostConnections how many clients at once; more wait
  /// @param idleTimeout when a silent connection is closed
  /// @param headerTimeout within what time the head of a request must have come
  /// @param stopTimeout how long running tasks may go on when the server is told to stop
  public record Limits(
      long mostUploadBytes,
      int mostConnections,
      Duration idleTimeout,
      Duration headerTimeout,
      Duration stopTimeout) {
    /// The usual ones.
    public static final Limits USUAL =
        new Limits(
            Long.MAX_VALUE,
            4096,
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1));
  }

  /// The usual options for a store at a root, on this machine only.
  public static ApiOptions at(Path root) {
    return new ApiOptions(
        new ListenPlace.Tcp("127.0.0.1", 8080),
        root,
        root.resolve("upload"),
        root.resolve("work"),
        false,
        new Dependencies(true, false, false, false, false, List.of()),
        "0",
        Math.max(4, Runtime.getRuntime().availableProcessors()),
        Limits.USUAL,
        false,
        false,
        Optional.empty());
  }

  /// The same, listening elsewhere.
  public ApiOptions listeningOn(ListenPlace other) {
    return new ApiOptions(
        other,
        root,
        uploads,
        scratch,
        asynchronous,
        dependencies,
        programVersion,
        parallelTasks,
        limits,
        metrics,
        documentation,
        archives);
  }

  /// The same with other limits.
  public ApiOptions within(Limits other) {
    return new ApiOptions(
        place,
        root,
        uploads,
        scratch,
        asynchronous,
        dependencies,
        programVersion,
        parallelTasks,
        other,
        metrics,
        documentation,
        archives);
  }

  /// The same, serving these archives too.
  public ApiOptions serving(ServedArchives served) {
    return new ApiOptions(
        place,
        root,
        uploads,
        scratch,
        asynchronous,
        dependencies,
        programVersion,
        parallelTasks,
        limits,
        metrics,
        documentation,
        Optional.of(served));
  }

  /// The same with metrics and documentation.
  public ApiOptions withAllPages() {
    return new ApiOptions(
        place,
        root,
        uploads,
        scratch,
        asynchronous,
        dependencies,
        programVersion,
        parallelTasks,
        limits,
        true,
        true,
        archives);
  }
}
