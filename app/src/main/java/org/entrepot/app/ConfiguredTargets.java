package org.entrepot.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.cli.configuration.FilesystemEndpoint;
import org.entrepot.domain.name.StorageName;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.publish.Targets;
import org.entrepot.storage.filesystem.FilesystemTarget;
import org.entrepot.storage.filesystem.LinkMethod;
import org.entrepot.storage.filesystem.VerifyMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.target.PublishTarget;

/// The publish targets of the configuration. Safe for any thread.
final class ConfiguredTargets implements Targets {
  private final Configuration configuration;
  private final Path publicRoot;
  private final PackagePool pool;
  private final SortedMap<String, FilesystemEndpoint> endpoints;
  private final Map<StorageName, PublishTarget> open = new ConcurrentHashMap<>();

  ConfiguredTargets(Configuration configuration, Path publicRoot, PackagePool pool) {
    this.configuration = configuration;
    this.endpoints = configuration.filesystemEndpoints(); // refused now, not amid a task
    this.publicRoot = publicRoot;
    this.pool = pool;
  }

  @Override
  public PublishTarget require(StorageName name) {
    return open.computeIfAbsent(name, this::make);
  }

  @Override
  public List<StorageName> names() {
    var names = new ArrayList<StorageName>(List.of(StorageName.DEFAULT));
    endpoints.keySet().forEach(name -> names.add(new StorageName("filesystem:" + name)));
    return names;
  }

  private PublishTarget make(StorageName name) {
    if (name.isDefault()) {
      return new FilesystemTarget(
          publicRoot,
          linkMethod(configuration.publishing().linkMethod()),
          VerifyMethod.DIGEST,
          pool);
    }
    if (!name.kind().equals("filesystem")) {
      throw new RepositoryException(
          ErrorCode.STORAGE_NOT_FOUND,
          "published storage %s is not configured: this version publishes to directories only, see FileSystemPublishEndpoints"
              .formatted(name));
    }
    FilesystemEndpoint endpoint = endpoints.get(name.name());
    if (endpoint == null) {
      throw new RepositoryException(
          ErrorCode.STORAGE_NOT_FOUND,
          "published storage %s is not configured; configured are: %s"
              .formatted(
                  name,
                  endpoints.isEmpty()
                      ? "none, add FileSystemPublishEndpoints to the configuration"
                      : String.join(
                          ", ", endpoints.keySet().stream().map(n -> "filesystem:" + n).toList())));
    }
    return new FilesystemTarget(
        endpoint.root(),
        linkMethod(endpoint.linkMethod()),
        endpoint.verifyMethod().equalsIgnoreCase("size") ? VerifyMethod.SIZE : VerifyMethod.DIGEST,
        pool);
  }

  /// As the peer has it: every other word means hard links.
  private static LinkMethod linkMethod(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "copy" -> LinkMethod.COPY;
      case "symlink" -> LinkMethod.SYMLINK;
      case "reflink" -> LinkMethod.REFLINK;
      default -> LinkMethod.HARDLINK;
    };
  }
}
