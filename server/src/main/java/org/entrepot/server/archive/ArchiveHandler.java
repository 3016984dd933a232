package org.entrepot.server.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.entrepot.server.archive.ArchiveTree.Found;

/// Answers GET and HEAD with files and directory pages.
final class ArchiveHandler extends Handler.Abstract {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int OPEN_ATTEMPTS = 10;
  private static final HttpField IMMUTABLE =
      new HttpField(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
  private static final HttpField REVALIDATE = new HttpField(HttpHeader.CACHE_CONTROL, "no-cache");
  private static final HttpField NO_SNIFFING = new HttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField PAGE_POLICY =
      new HttpField("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");

  private final ArchiveTree tree;
  private final Clock clock;

  ArchiveHandler(ArchiveTree tree, Clock clock) {
    this.tree = tree;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    response.getHeaders().put(NO_SNIFFING);
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      sendError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    Optional<RequestPath> path = RequestPath.parse(request.getHttpURI().getPath());
    if (path.isEmpty()) {
      sendError(request, response, callback, HttpStatus.BAD_REQUEST_400);
      return true;
    }
    switch (tree.find(path.get())) {
      case Found.ArchiveFile file -> file(file, request, response, callback);
      case Found.Directory(var entries) ->
          directory(path.get(), entries, request, response, callback);
      case Found.Absent() -> sendError(request, response, callback, HttpStatus.NOT_FOUND_404);
    }
    return true;
  }

  /// The status and its name as plain text: what was asked is not repeated.
  static void sendError(Request request, Response response, Callback callback, int status) {
    response.setStatus(status);
    response.getHeaders().put(REVALIDATE);
    String text = "%d %s%n".formatted(status, HttpStatus.getMessage(status));
    sendText(request, response, callback, "text/plain; charset=utf-8", text);
  }

  static void sendText(
      Request request, Response response, Callback callback, String type, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean head = "HEAD".equals(request.getMethod());
    response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), callback);
  }

  private static void directory(
      RequestPath path,
      List<ArchiveTree.Entry> entries,
      Request request,
      Response response,
      Callback callback) {
    if (!path.directory()) {
      // Made from the checked names, so that it cannot lead to another host.
      response.getHeaders().put(HttpHeader.LOCATION, path.toDirectoryUri());
      sendError(request, response, callback, HttpStatus.MOVED_PERMANENTLY_301);
      return;
    }
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(REVALIDATE);
    response.getHeaders().put(PAGE_POLICY);
    sendText(
        request, response, callback, "text/html; charset=utf-8", DirectoryPage.of(path, entries));
  }

  private void file(Found.ArchiveFile file, Request request, Response response, Callback callback)
      throws IOException {
    if (request.getMethod().equals("HEAD")) {
      head(file, file.state(), request, response);
      callback.succeeded();
      return;
    }
    OpenFile open;
    try {
      open = open(file.real());
    } catch (IOException e) {
      // It was there a moment ago: removed, or not readable for us.
      sendError(request, response, callback, HttpStatus.NOT_FOUND_404);
      return;
    }
    Callback closing = Callback.from(callback, () -> close(open.channel()));
    try {
      switch (head(file, open.state(), request, response)) {
        case ByteRange.Unsatisfiable() -> closing.succeeded();
        case ByteRange.Whole() ->
            send(open, 0, open.state().sizeBytes(), request, response, closing);
        case ByteRange.Part part ->
            send(open, part.first(), part.lengthBytes(), request, response, closing);
      }
    } catch (RuntimeException e) {
      closing.failed(e);
    }
  }

  private static void send(
      OpenFile open,
      long first,
      long length,
      Request request,
      Response response,
      Callback callback) {
    var buffers =
        new ByteBufferPool.Sized(
            request.getComponents().getByteBufferPool(), true, Math.clamp(length, 1, BUFFER_BYTES));
    Content.copy(Content.Source.from(buffers, open.channel(), first, length), response, callback);
  }

  /// Writes status and fields, and says which bytes belong in the body.
  private ByteRange head(
      Found.ArchiveFile file, FileState state, Request request, Response response) {
    HttpFields.Mutable fields = response.getHeaders();
    String tag = state.entityTag();
    Optional<String> date = state.distinctDate(clock);
    fields.put(isImmutable(file.below()) ? IMMUTABLE : REVALIDATE);
    fields.put(HttpHeader.ETAG, tag);
    fields.put(HttpHeader.LAST_MODIFIED, state.lastModified(clock));
    switch (Conditions.of(request.getHeaders(), tag, date)) {
      case NOT_MODIFIED -> {
        response.setStatus(HttpStatus.NOT_MODIFIED_304);
        return new ByteRange.Unsatisfiable();
      }
      case FAILED -> {
        response.setStatus(HttpStatus.PRECONDITION_FAILED_412);
        return nothing(fields);
      }
      case SEND -> {}
    }
    fields.put(HttpHeader.ACCEPT_RANGES, "bytes");
    ByteRange range = range(request, state, tag, date);
    switch (range) {
      case ByteRange.Unsatisfiable() -> {
        response.setStatus(HttpStatus.RANGE_NOT_SATISFIABLE_416);
        fields.put(HttpHeader.CONTENT_RANGE, "bytes */" + state.sizeBytes());
        return nothing(fields);
      }
      case ByteRange.Whole() -> {
        response.setStatus(HttpStatus.OK_200);
        fields.put(HttpHeader.CONTENT_LENGTH, state.sizeBytes());
      }
      case ByteRange.Part part -> {
        response.setStatus(HttpStatus.PARTIAL_CONTENT_206);
        fields.put(HttpHeader.CONTENT_LENGTH, part.lengthBytes());
        fields.put(
            HttpHeader.CONTENT_RANGE,
            "bytes %d-%d/%d".formatted(part.first(), part.last(), state.sizeBytes()));
      }
    }
    fields.put(HttpHeader.CONTENT_TYPE, ContentType.of(file.below().names().getLast()));
    return range;
  }

  private static ByteRange nothing(HttpFields.Mutable fields) {
    fields.put(HttpHeader.CONTENT_LENGTH, 0);
    return new ByteRange.Unsatisfiable();
  }

  private static ByteRange range(
      Request request, FileState state, String tag, Optional<String> date) {
    List<String> ranges = request.getHeaders().getValuesList(HttpHeader.RANGE);
    // RFC 9110, 14.2: Range means something for GET only.
    if (ranges.size() != 1
        || !request.getMethod().equals("GET")
        || !Conditions.rangeCounts(request.getHeaders(), tag, date)) {
      return new ByteRange.Whole();
    }
    return ByteRange.parse(ranges.getFirst(), state.sizeBytes());
  }

  /// Names below by-hash and pool say what is in them.
  private static boolean isImmutable(RequestPath below) {
    List<String> directories = below.names().subList(0, below.names().size() - 1);
    int pool = directories.indexOf("pool");
    int dists = directories.indexOf("dists");
    return directories.contains("by-hash") || (pool >= 0 && (dists < 0 || pool < dists));
  }

  private record OpenFile(FileChannel channel, FileState state) {}

  /// Opens a file so that the state is that of the opened one: publishing may replace it at any
  /// moment.
  private static OpenFile open(Path real) throws IOException {
    for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
      FileState before = FileState.read(real);
      if (before.kind() != FileState.Kind.FILE) {
        break;
      }
      FileChannel channel =
          FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      try {
        if (FileState.read(real).equals(before)) {
          return new OpenFile(channel, before);
        }
      } catch (IOException e) {
        close(channel);
        throw e;
      }
      close(channel);
    }
    throw new IOException("%s changes faster than it can be opened".formatted(real));
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read: nothing can be lost.
    }
  }
}
