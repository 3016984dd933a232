package org.entrepot.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.entrepot.server.api.body.BoundedStream;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.RequestSource;

/// A request of Jetty as routes see it. For one thread.
final class JettySource implements RequestSource {
  private static final int MOST_PARTS = 10_000;

  private final Request request;
  private final long mostBytes;
  private final Fields query;

  /// `mostBytes` bounds a multipart body.
  JettySource(Request request, long mostBytes) {
    this.request = request;
    this.mostBytes = mostBytes;
    this.query = parse(request);
  }

  private static Fields parse(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      throw RefusedException.badRequest("the query string cannot be decoded: " + e.getMessage());
    }
  }

  @Override
  public Optional<String> query(String name) {
    Fields.Field field = query.get(name);
    return field == null ? Optional.empty() : Optional.ofNullable(field.getValue());
  }

  @Override
  public Map<String, List<String>> queries() {
    var all = new LinkedHashMap<String, List<String>>();
    for (Fields.Field field : query) {
      all.put(field.getName(), field.getValues());
    }
    return all;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public InputStream content() {
    return Content.Source.asInputStream(request);
  }

  @Override
  public List<Part> parts(Path directory) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String boundary = type == null ? null : MultiPart.extractBoundary(type);
    if (type == null || boundary == null || !type.startsWith("multipart/form-data")) {
      throw RefusedException.badRequest("request Content-Type isn't multipart/form-data");
    }
    var config =
        new MultiPartConfig.Builder()
            .location(directory)
            .maxParts(MOST_PARTS)
            .maxMemoryPartSize(0)
            .useFilesForPartsWithoutFileName(true)
            .maxPartSize(-1)
            .maxSize(-1)
            .build();
    var bounded = new BoundedSource(request, mostBytes);
    try (MultiPartFormData.Parts parts =
        MultiPartFormData.getParts(bounded, request, type, config)) {
      var stored = new ArrayList<Part>();
      for (MultiPart.Part part : parts) {
        stored.add(store(part, directory.resolve("part-" + stored.size())));
      }
      return stored;
    } catch (IOException e) {
      throw new RefusedException(500, "the upload cannot be stored: " + e.getMessage());
    } catch (RefusedException e) {
      throw e;
    } catch (RuntimeException e) {
      if (bounded.isExceeded()) {
        throw BoundedStream.tooLarge("upload", mostBytes);
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw RefusedException.badRequest("the upload cannot be read: " + cause.getMessage());
    }
  }

  private static Part store(MultiPart.Part part, Path file) throws IOException {
    part.writeTo(file);
    if (!Files.exists(file)) {
      Files.createFile(file); // a part of no bytes
    }
    String name = part.getName();
    Optional<String> fileName =
        Optional.ofNullable(part.getFileName()).filter(given -> !given.isEmpty());
    return new Part(name == null ? "" : name, fileName, file);
  }
}
