package org.entrepot.cli.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.retention.PackagePolicy;
import org.entrepot.domain.retention.SnapshotPolicy;

/// The configuration in force. Immutable.
///
/// @param settings the value of every key, as given or by default
/// @param file where it was read; empty when the built-in defaults are in force
/// @param environment for the home directory
public record Configuration(Settings settings, Optional<Path> file, Environment environment) {
  public GeneralSettings general() {
    var attempts = settings.number(ConfigurationKeys.DATABASE_OPEN_ATTEMPTS);
    return new GeneralSettings(
        rootDirectory(),
        settings.text(ConfigurationKeys.LOG_LEVEL),
        settings.text(ConfigurationKeys.LOG_FORMAT).equals("json")
            ? GeneralSettings.LogFormat.JSON
            : GeneralSettings.LogFormat.TEXT,
        attempts == -1 ? Optional.empty() : Optional.of(attempts),
        settings.texts(ConfigurationKeys.ARCHITECTURES));
  }

  public DependencySettings dependencies() {
    return new DependencySettings(
        settings.flag(ConfigurationKeys.FOLLOW_SUGGESTS),
        settings.flag(ConfigurationKeys.FOLLOW_RECOMMENDS),
        settings.flag(ConfigurationKeys.FOLLOW_ALL_VARIANTS),
        settings.flag(ConfigurationKeys.FOLLOW_SOURCE),
        settings.flag(ConfigurationKeys.VERBOSE_RESOLVE));
  }

  public ServerSettings server() {
    return new ServerSettings(
        settings.flag(ConfigurationKeys.SERVE_IN_API_MODE),
        settings.flag(ConfigurationKeys.METRICS_ENDPOINT),
        settings.flag(ConfigurationKeys.SWAGGER_ENDPOINT),
        settings.flag(ConfigurationKeys.ASYNC_API));
  }

  /// The URL of the server that does commands; empty for none.
  public String serverUrl() {
    return settings.text(ConfigurationKeys.SERVER);
  }

  /// The token for it; may be empty.
  public String serverToken() {
    return settings.text(ConfigurationKeys.SERVER_TOKEN);
  }

  public ServerLimits serverLimits() {
    return new ServerLimits(
        settings.number(ConfigurationKeys.API_UPLOAD_LIMIT),
        settings.number(ConfigurationKeys.API_CONNECTIONS),
        Duration.ofSeconds(settings.number(ConfigurationKeys.API_IDLE_SECONDS)));
  }

  /// Who must show a token.
  public AccessSettings access() {
    return new AccessSettings(settings.text(ConfigurationKeys.API_AUTHENTICATION));
  }

  /// How long the audit log is kept; empty: for ever.
  public Optional<Duration> auditKept() {
    int days = settings.number(ConfigurationKeys.AUDIT_KEEP_DAYS);
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }

  /// The policies that `retain` applies.
  ///
  /// @throws ConfigurationException when one of them keeps nothing, or its pattern cannot be read
  public RetentionSettings retention() {
    var repositories = new TreeMap<String, PackagePolicy>();
    settings
        .table(ConfigurationKeys.RETAIN_REPOSITORIES)
        .forEach((name, policy) ->
            repositories.put(
                name,
                policy(
                    "retainRepositories." + name,
                    policy,
                    RetentionKeys.KEEP_VERSIONS,
                    () -> {
                      var _ = new NamePattern(name);
                      return new PackagePolicy(
                          policy.number(RetentionKeys.KEEP_VERSIONS),
                          policy.number(RetentionKeys.KEEP_DAYS),
                          policy.flag(RetentionKeys.KEEP_PUBLISHED),
                          policy.flag(RetentionKeys.KEEP_IN_SNAPSHOTS));
                    })));
    var snapshots = new ArrayList<SnapshotPolicy>();
    settings
        .table(ConfigurationKeys.RETAIN_SNAPSHOTS)
        .forEach((pattern, policy) ->
            snapshots.add(
                policy(
                    "retainSnapshots." + pattern,
                    policy,
                    RetentionKeys.KEEP,
                    () ->
                        new SnapshotPolicy(
                            new NamePattern(pattern),
                            policy.number(RetentionKeys.KEEP),
                            policy.number(RetentionKeys.KEEP_DAYS)))));
    return new RetentionSettings(repositories, snapshots);
  }

  private static <T> T policy(String path, Settings given, Key count, Supplier<T> making) {
    if (!given.isGiven(count) && !given.isGiven(RetentionKeys.KEEP_DAYS)) {
      throw new ConfigurationException(
          "%s must say %s, keepDays, or both".formatted(path, count.camelCase()));
    }
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(path + ": " + e.getMessage(), e);
    }
  }

  public SigningSettings signing() {
    return new SigningSettings(
        settings.text(ConfigurationKeys.GPG_PROVIDER),
        settings.flag(ConfigurationKeys.GPG_DISABLE_SIGN),
        settings.flag(ConfigurationKeys.GPG_DISABLE_VERIFY),
        settings.texts(ConfigurationKeys.GPG_KEYS),
        settings.texts(ConfigurationKeys.SIGN_COMMAND));
  }

  public PublishSettings publishing() {
    return new PublishSettings(
        settings.flag(ConfigurationKeys.SKIP_CONTENTS),
        settings.flag(ConfigurationKeys.SKIP_BZ2),
        settings.texts(ConfigurationKeys.PUBLISH_COMPRESSIONS),
        settings.number(ConfigurationKeys.PUBLISH_KEEP_GENERATIONS),
        settings.flag(ConfigurationKeys.PUBLISH_BY_HASH),
        settings.text(ConfigurationKeys.PUBLISH_LINK_METHOD));
  }

  public MirrorConfiguration mirroring() {
    return new MirrorConfiguration(
        Math.max(1, settings.number(ConfigurationKeys.DOWNLOAD_CONCURRENCY)),
        1024L * settings.number(ConfigurationKeys.DOWNLOAD_SPEED_LIMIT),
        settings.isGiven(ConfigurationKeys.DOWNLOAD_RETRIES)
            ? 1 + settings.number(ConfigurationKeys.DOWNLOAD_RETRIES)
            : 3,
        Duration.ofSeconds(settings.number(ConfigurationKeys.DOWNLOAD_TIMEOUT)),
        settings.flag(ConfigurationKeys.DOWNLOAD_SOURCES),
        settings.texts(ConfigurationKeys.DOWNLOAD_AUTH_FILES).stream().map(Path::of).toList(),
        path(ConfigurationKeys.DOWNLOAD_CA_FILE),
        path(ConfigurationKeys.DOWNLOAD_CLIENT_CERTIFICATE),
        path(ConfigurationKeys.DOWNLOAD_CLIENT_KEY),
        settings.text(ConfigurationKeys.PPA_BASE_URL),
        settings.text(ConfigurationKeys.PPA_DISTRIBUTOR),
        settings.text(ConfigurationKeys.PPA_CODENAME));
  }

  private Optional<Path> path(Key key) {
    return Optional.of(settings.text(key)).filter(text -> !text.isEmpty()).map(Path::of);
  }

  /// The URL of the catalog: `sqlite:PATH` or `jdbc:postgresql:...`.
  public String databaseUrl() {
    var url = settings.text(ConfigurationKeys.DATABASE_URL);
    return url.isEmpty() ? "sqlite:" + rootDirectory().resolve("catalog.db") : url;
  }

  /// The directory of the package pool.
  ///
  /// @throws ConfigurationException when the pool is configured to lie elsewhere than in a
  ///   directory
  public Path poolDirectory() {
    var pool = settings.section(ConfigurationKeys.PACKAGE_POOL);
    if (pool.text(EndpointKeys.POOL_TYPE).equalsIgnoreCase("azure")) {
      throw new ConfigurationException(
          "packagePoolStorage of type azure is not supported by this version; use type local");
    }
    var path = pool.text(EndpointKeys.POOL_PATH);
    return path.isEmpty() ? rootDirectory().resolve("pool") : Path.of(path);
  }

  /// Where aptly keeps its database when this is its configuration.
  ///
  /// @throws ConfigurationException when that is not in a directory
  public Path aptlyDatabase() {
    var backend = settings.section(ConfigurationKeys.DATABASE_BACKEND);
    return switch (backend.text(EndpointKeys.DATABASE_TYPE)) {
      case "etcd" ->
          throw new ConfigurationException(
              "its databaseBackend is etcd, which cannot be read; only databases in a directory"
                  + " can");
      case "leveldb" -> {
        var path = backend.text(EndpointKeys.DATABASE_PATH);
        yield path.isEmpty() ? rootDirectory().resolve("db") : Path.of(path);
      }
      default -> rootDirectory().resolve("db"); // whatever dbPath says, as aptly does
    };
  }

  /// The directories that can be published to as `filesystem:NAME:`, by name.
  ///
  /// @throws ConfigurationException when one of them has no directory
  public SortedMap<String, FilesystemEndpoint> filesystemEndpoints() {
    var endpoints = new TreeMap<String, FilesystemEndpoint>();
    for (var entry : settings.table(ConfigurationKeys.FILESYSTEM_ENDPOINTS).entrySet()) {
      var endpoint = entry.getValue();
      var root = endpoint.text(EndpointKeys.FILESYSTEM_ROOT);
      if (root.isEmpty()) {
        throw new ConfigurationException(
            "FileSystemPublishEndpoints.%s has no rootDir; name its directory"
                .formatted(entry.getKey()));
      }
      endpoints.put(
          entry.getKey(),
          new FilesystemEndpoint(
              Path.of(root),
              endpoint.text(EndpointKeys.LINK_METHOD),
              endpoint.text(EndpointKeys.VERIFY_METHOD)));
    }
    return endpoints;
  }

  private Path rootDirectory() {
    var written = settings.text(ConfigurationKeys.ROOT_DIR);
    int tilde = written.indexOf('~');
    if (tilde < 0) {
      return Path.of(written);
    }
    var home = environment.home();
    var rest = written.substring(tilde + 1);
    if (home.isEmpty() && tilde == 0 && rest.startsWith("/")) {
      return Path.of(rest.substring(1)); // without a home, relative to the current directory
    }
    return Path.of(written.substring(0, tilde) + home + rest);
  }
}
