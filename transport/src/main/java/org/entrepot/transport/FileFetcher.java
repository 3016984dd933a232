package org.entrepot.transport;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import org.entrepot.transport.TransportException.Outlook;

/// Copies files of this machine.
final class FileFetcher {
  private final Body body;

  FileFetcher(Body body) {
    this.body = body;
  }

  FetchResult fetch(Fetch fetch, FetchListener listener) throws IOException {
    Path source = Path.of(fetch.uri());
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(source, BasicFileAttributes.class);
    } catch (NoSuchFileException _) {
      return new FetchResult.Absent(fetch.uri() + ": no such file");
    } catch (IOException e) {
      throw new TransportException(
          Outlook.WILL_STAY,
          "%s cannot be read: %s".formatted(fetch.uri(), Addresses.reason(e)),
          e);
    }
    if (!attributes.isRegularFile()) {
      return new FetchResult.Absent(fetch.uri() + ": not a regular file");
    }
    var validators =
        new Validators("%d-%s".formatted(attributes.size(), attributes.lastModifiedTime()), "");
    if (fetch.known().areKnown() && fetch.known().equals(validators)) {
      return new FetchResult.Unchanged();
    }
    try {
      body.write(fetch, Files.newInputStream(source), false, OptionalLong.empty(), listener);
    } catch (AccessDeniedException e) {
      throw new TransportException(
          Outlook.WILL_STAY, "%s cannot be read: permission denied".formatted(fetch.uri()), e);
    }
    return new FetchResult.Whole(validators);
  }
}
