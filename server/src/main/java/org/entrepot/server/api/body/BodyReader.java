package org.entrepot.server.api.body;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.entrepot.server.api.route.NoBody;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.RequestSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;

/// Reads the body of a request into a record, by its content type (spec rest-api 2.4). Bodies are
/// bounded: they hold names and keys, not files. Safe for any thread.
public final class BodyReader {
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private static final int MOST_FORM_BYTES = 4 * 1024 * 1024;

  private static final int SMALL_BYTES = 1024 * 1024;

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Path scratch;
  private final Semaphore large = new Semaphore(1, true);

  /// `scratch` is where parts of multipart forms lie while they are read.
  public BodyReader(Path scratch) {
    this.scratch = scratch;
  }

  /// The body as a record of the type. Bodies that may be large are read one after the other: the
  /// memory is enough for one of the longest, not for several.
  ///
  /// @throws RefusedException for a body that cannot be one
  public <B> B read(Class<B> type, RequestSource request) throws IOException {
    if (type == NoBody.class) {
      return type.cast(NoBody.NONE);
    }
    if (isSmall(request)) {
      return RecordBinder.bind(type, tree(request));
    }
    acquire();
    try {
      return RecordBinder.bind(type, tree(request));
    } finally {
      large.release();
    }
  }

  private static boolean isSmall(RequestSource request) {
    String length = request.header("Content-Length").orElse("");
    return length.matches("[0-9]{1,9}") && Integer.parseInt(length) <= SMALL_BYTES;
  }

  private void acquire() {
    try {
      if (!large.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new RefusedException(
            503, "the server is busy with other large bodies; try again in a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException(503, "the server is stopping");
    }
  }

  private FieldTree tree(RequestSource request) throws IOException {
    String header = request.header("Content-Type").orElse("");
    int end = header.indexOf(';');
    String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/json" -> json(bounded(request));
      case "application/xml", "text/xml" -> XmlFields.read(bounded(request));
      case "multipart/form-data" -> FieldTree.ofForm(multipart(request));
      default -> jsonOrForm(request);
    };
  }

  /// JSON without its content type is taken for what it is.
  private static FieldTree jsonOrForm(RequestSource request) throws IOException {
    var content = new BufferedInputStream(bounded(request));
    content.mark(1024);
    int first = content.read();
    while (first >= 0 && first <= ' ') {
      first = content.read();
    }
    content.reset();
    if (first == '{' || first == '[') {
      return json(content);
    }
    var fields = new LinkedHashMap<String, List<String>>();
    byte[] bytes = content.readNBytes(MOST_FORM_BYTES + 1);
    if (bytes.length > MOST_FORM_BYTES) {
      throw BoundedStream.tooLarge("form", MOST_FORM_BYTES);
    }
    form(new String(bytes, StandardCharsets.UTF_8), fields);
    request
        .queries()
        .forEach(
            (name, values) -> fields.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(values));
    return FieldTree.ofForm(fields);
  }

  private static void form(String text, Map<String, List<String>> fields) {
    for (String pair : text.split("&", -1)) {
      if (!pair.isBlank()) {
        int sign = pair.indexOf('=');
        String name = sign < 0 ? pair : pair.substring(0, sign);
        String value = sign < 0 ? "" : pair.substring(sign + 1);
        fields.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
      }
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw RefusedException.badRequest("the form holds an invalid escape");
    }
  }

  private Map<String, List<String>> multipart(RequestSource request) throws IOException {
    Files.createDirectories(scratch);
    Path directory = Files.createTempDirectory(scratch, "form-");
    var fields = new LinkedHashMap<String, List<String>>();
    List<Path> parts = new ArrayList<>();
    try {
      for (RequestSource.Part part : request.parts(directory)) {
        parts.add(part.content());
        if (part.fileName().isEmpty()) {
          fields
              .computeIfAbsent(part.name(), _ -> new ArrayList<>())
              .add(new String(Files.readAllBytes(part.content()), StandardCharsets.UTF_8));
        }
      }
    } finally {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
      Files.delete(directory);
    }
    return fields;
  }

  private static FieldTree json(InputStream content) throws IOException {
    try (var parser = Json.MAPPER.createParser(content)) {
      if (parser.nextToken() == null) {
        throw RefusedException.badRequest("EOF");
      }
      JsonNode node = Json.MAPPER.readTree(parser); // what follows the first value is ignored
      return new FieldTree(node, FieldTree.Spelling.JSON);
    } catch (StreamConstraintsException _) {
      throw RefusedException.badRequest(
          "the body holds too many values, or one that is too long or nested too deeply");
    } catch (UnexpectedEndOfInputException _) {
      throw RefusedException.badRequest("unexpected EOF");
    } catch (JacksonException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw RefusedException.badRequest(
          "the body is not JSON: " + String.valueOf(e.getOriginalMessage()));
    }
  }

  private static InputStream bounded(RequestSource request) {
    return new BoundedStream(request.content(), MOST_BYTES);
  }
}
