package org.entrepot.server.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.entrepot.service.operation.Dependencies;

/// How the API is served.
///
/// @param host name or address to listen on; empty for all addresses
/// @param port 0 for any that is free
/// @param root directory of the store, whose free space is told
/// @param uploads where uploaded files wait to be imported
/// @param scratch for files that are being received; on the same file system as `uploads`
/// @param asynchronous whether requests are answered by tasks unless they say otherwise
/// @param dependencies what following dependencies means; `follow` is on
/// @param programVersion told by `/api/version`
/// @param parallelTasks how many tasks of the queue run at once
/// @param mostUploadBytes bound of one uploaded file
/// @param mostConnections how many clients at once
/// @param idleTimeout when a silent connection is closed
/// @param stopTimeout how long running tasks may go on when the server is told to stop
public record ApiOptions(
    String host,
    int port,
    Path root,
    Path uploads,
    Path scratch,
    boolean asynchronous,
    Dependencies dependencies,
    String programVersion,
    int parallelTasks,
    long mostUploadBytes,
    int mostConnections,
    Duration idleTimeout,
    Duration stopTimeout) {

  /// The usual options for a store at a root, on this machine only.
  public static ApiOptions at(Path root) {
    return new ApiOptions(
        "127.0.0.1",
        8080,
        root,
        root.resolve("upload"),
        root.resolve("work"),
        false,
        new Dependencies(true, false, false, false, false, List.of()),
        "0",
        Math.max(4, Runtime.getRuntime().availableProcessors()),
        Long.MAX_VALUE,
        4096,
        Duration.ofMinutes(5),
        Duration.ofMinutes(1));
  }
}
