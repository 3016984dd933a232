package org.entrepot.service.graph;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.jspecify.annotations.Nullable;

/// Draws a graph by the program `dot` of Graphviz.
public final class Graphviz {
  private static final int MOST_SECONDS = 120;
  private static final int MOST_BYTES = 512 * 1024 * 1024;

  private Graphviz() {}

  /// The picture of a graph.
  ///
  /// @param format of `dot -T`, such as `svg`
  /// @throws RepositoryException when dot is missing, or does not know the format
  public static byte[] draw(String graph, String format) {
    if (!format.matches("[a-z0-9_.:-]{1,40}")) {
      throw failed("\"%s\" is no format of dot".formatted(format), null);
    }
    Process dot;
    try {
      dot = new ProcessBuilder("dot", "-T" + format).start();
    } catch (IOException e) {
      throw failed("the program dot cannot be run: apt-get install graphviz", e);
    }
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<byte[]> picture = readers.submit(reading(dot.getInputStream()));
      Future<byte[]> complaint = readers.submit(reading(dot.getErrorStream()));
      feed(dot, graph);
      if (!dot.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw failed("dot did not end within %d seconds".formatted(MOST_SECONDS), null);
      }
      byte[] drawn = picture.get();
      String said = new String(complaint.get(), StandardCharsets.UTF_8).strip();
      if (dot.exitValue() != 0) {
        throw failed("dot refuses: " + said.lines().findFirst().orElse("no reason given"), null);
      }
      return drawn;
    } catch (ExecutionException e) {
      throw failed("what dot drew cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("drawing was interrupted", e);
    } finally {
      dot.destroyForcibly();
    }
  }

  private static Callable<byte[]> reading(InputStream stream) {
    return () -> stream.readNBytes(MOST_BYTES);
  }

  private static void feed(Process dot, String graph) {
    try (var in = dot.getOutputStream()) {
      in.write(graph.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // It ended early, and its exit code tells why.
    }
  }

  private static RepositoryException failed(String reason, @Nullable Throwable cause) {
    String message = "unable to draw the graph: " + reason;
    return cause == null
        ? new RepositoryException(ErrorCode.STORAGE_FAILED, message)
        : new RepositoryException(ErrorCode.STORAGE_FAILED, message, cause);
  }
}
