package org.entrepot.cli.configuration;

import static org.entrepot.cli.configuration.Key.flag;
import static org.entrepot.cli.configuration.Key.number;
import static org.entrepot.cli.configuration.Key.section;
import static org.entrepot.cli.configuration.Key.table;
import static org.entrepot.cli.configuration.Key.text;
import static org.entrepot.cli.configuration.Key.texts;

import java.util.List;
import org.entrepot.cli.configuration.Key.Shape;

/// Every key of a configuration file with its default, in the order in which `config show` prints
/// them: first those that the peer has too, then our own.
public final class ConfigurationKeys {
  private static final String UNUSED = "Accepted for compatibility, without effect.";

  public static final Key ROOT_DIR =
      text(
          "rootDir",
          "root_dir",
          "~/.entrepot",
          "Directory of all state; `~` is the home directory.");
  public static final Key LOG_LEVEL =
      text(
              "logLevel",
              "log_level",
              "info",
              "What is logged: `trace`, `debug`, `info`, `warn`, `error`, ...")
          .oneOf(
              "trace", "debug", "info", "warn", "warning", "error", "fatal", "panic", "disabled");
  public static final Key LOG_FORMAT =
      text(
          "logFormat",
          "log_format",
          "default",
          "`json` writes messages as one JSON object per line.");
  public static final Key DATABASE_OPEN_ATTEMPTS =
      number(
              "databaseOpenAttempts",
              "database_open_attempts",
              -1,
              "Any value but -1 overrides `-db-open-attempts`. The catalog is never locked, so"
                  + " neither matters.")
          .atLeast(-1);
  public static final Key ARCHITECTURES =
      texts("architectures", "architectures", List.of(), "Default of `-architectures`.");
  static final Key SKIP_LEGACY_POOL = flag("skipLegacyPool", "skip_legacy_pool", false, UNUSED);
  public static final Key FOLLOW_SUGGESTS =
      flag(
          "dependencyFollowSuggests",
          "dep_follow_suggests",
          false,
          "Default of `-dep-follow-suggests`.");
  public static final Key FOLLOW_RECOMMENDS =
      flag(
          "dependencyFollowRecommends",
          "dep_follow_recommends",
          false,
          "Default of `-dep-follow-recommends`.");
  public static final Key FOLLOW_ALL_VARIANTS =
      flag(
              "dependencyFollowAllVariants",
              "dep_follow_all_variants",
              false,
              "Default of `-dep-follow-all-variants`.")
          .alias("dep_follow_allvariants");
  public static final Key FOLLOW_SOURCE =
      flag(
          "dependencyFollowSource", "dep_follow_source", false, "Default of `-dep-follow-source`.");
  public static final Key VERBOSE_RESOLVE =
      flag(
              "dependencyVerboseResolve",
              "dep_verboseresolve",
              false,
              "Default of `-dep-verbose-resolve`.")
          .alias("dep_verbose_resolve");
  static final Key PPA_DISTRIBUTOR =
      text("ppaDistributorID", "ppa_distributor_id", "ubuntu", "Last part of a PPA's URL.");
  static final Key PPA_CODENAME =
      text("ppaCodename", "ppa_codename", "", "Distribution of a PPA; empty asks `lsb_release`.");
  static final Key PPA_BASE_URL =
      text("ppaBaseURL", "ppa_baseurl", "http://ppa.launchpad.net", "First part of a PPA's URL.");
  public static final Key SERVE_IN_API_MODE =
      flag(
          "serveInAPIMode",
          "serve_in_api_mode",
          false,
          "`api serve` serves published archives under `/repos/` too.");
  public static final Key METRICS_ENDPOINT =
      flag(
          "enableMetricsEndpoint",
          "enable_metrics_endpoint",
          false,
          "Prometheus at `/api/metrics`.");
  public static final Key SWAGGER_ENDPOINT =
      flag(
          "enableSwaggerEndpoint",
          "enable_swagger_endpoint",
          false,
          "Documentation of the API at `/docs.html`.");
  public static final Key ASYNC_API =
      flag(
          "AsyncAPI",
          "async_api",
          false,
          "The API answers changes by a task, unless a request says `_async=0`.");
  static final Key DATABASE_BACKEND =
      section(
          "databaseBackend",
          "database_backend",
          new Shape(
              List.of(
                  EndpointKeys.DATABASE_TYPE,
                  EndpointKeys.DATABASE_PATH,
                  text("url", "url", "", UNUSED))),
          "Accepted for compatibility, without effect; see `databaseUrl`.");
  static final Key DOWNLOADER = text("downloader", "downloader", "default", UNUSED);
  static final Key DOWNLOAD_CONCURRENCY =
      number("downloadConcurrency", "download_concurrency", 4, "Parallel downloads; at least 1.");
  static final Key DOWNLOAD_SPEED_LIMIT =
      number("downloadSpeedLimit", "download_limit", 0, "KiB per second; 0 is without limit.");
  static final Key DOWNLOAD_RETRIES =
      number(
              "downloadRetries",
              "download_retries",
              0,
              "Further tries of a download when the trouble may pass; when this key is not given,"
                  + " 2.")
          .atLeast(0);
  static final Key DOWNLOAD_SOURCES =
      flag(
          "downloadSourcePackages",
          "download_sourcepackages",
          false,
          "Default of `mirror create -with-sources`.");
  static final Key DOWNLOAD_AUTH_FILES =
      texts(
          "downloadAuthFiles",
          "download_auth_files",
          List.of("/etc/apt/auth.conf", "/etc/apt/auth.conf.d"),
          "Files, or directories of `*.conf`, with names and passwords for archives, as in"
              + " apt_auth.conf(5).");
  static final Key DOWNLOAD_CA_FILE =
      text(
          "downloadCaFile",
          "download_ca_file",
          "",
          "Certificates (PEM) of the authorities that archives are trusted by; empty: those of the"
              + " Java runtime, or of `SSL_CERT_FILE`.");
  static final Key DOWNLOAD_CLIENT_CERTIFICATE =
      text(
          "downloadClientCertificate",
          "download_client_certificate",
          "",
          "Certificate (PEM) to show to archives that ask for one.");
  static final Key DOWNLOAD_CLIENT_KEY =
      text(
          "downloadClientKey",
          "download_client_key",
          "",
          "Its private key (PEM, PKCS#8, without passphrase); empty: in the same file.");
  static final Key DOWNLOAD_TIMEOUT =
      number(
              "downloadTimeout",
              "download_timeout",
              60,
              "Seconds that an archive may be silent before a download counts as failed.")
          .atLeast(1);
  public static final Key GPG_PROVIDER =
      text(
              "gpgProvider",
              "gpg_provider",
              "internal",
              "Who signs: `internal` (keys of `entrepot key`), or `gpg`, `gpg1`, `gpg2` (the keys"
                  + " of GnuPG).")
          .oneOf("internal", "gpg", "gpg1", "gpg2");
  public static final Key GPG_DISABLE_SIGN =
      flag("gpgDisableSign", "gpg_disable_sign", false, "Default of `-skip-signing`.");
  public static final Key GPG_DISABLE_VERIFY =
      flag("gpgDisableVerify", "gpg_disable_verify", false, "Default of `-ignore-signatures`.");
  public static final Key GPG_KEYS =
      texts("gpgKeys", "gpg_keys", List.of(), "Keys to sign with when no `-gpg-key` is given.");
  public static final Key SKIP_CONTENTS =
      flag(
          "skipContentsPublishing",
          "skip_contents_publishing",
          false,
          "Default of `-skip-contents` when a publication is created.");
  public static final Key SKIP_BZ2 =
      flag(
          "skipBz2Publishing",
          "skip_bz2_publishing",
          false,
          "Default of `-skip-bz2` when a publication is created.");
  public static final Key FILESYSTEM_ENDPOINTS =
      table(
          "FileSystemPublishEndpoints",
          "filesystem_publish_endpoints",
          EndpointKeys.FILESYSTEM,
          "Directories to publish to, as `filesystem:NAME:`.");
  static final Key JFROG_ENDPOINTS =
      table(
              "JFrogPublishEndpoints",
              "jfrog_publish_endpoints",
              EndpointKeys.JFROG,
              "Artifactory repositories, as `jfrog:NAME:`; read, but not published to by this"
                  + " version.")
          .absentAsNull();
  static final Key S3_ENDPOINTS =
      table(
          "S3PublishEndpoints",
          "s3_publish_endpoints",
          EndpointKeys.S3,
          "S3 buckets, as `s3:NAME:`; read, but not published to by this version.");
  static final Key GCS_ENDPOINTS =
      table(
          "GcsPublishEndpoints",
          "gcs_publish_endpoints",
          EndpointKeys.GCS,
          "Google buckets, as `gcs:NAME:`; read, but not published to by this version.");
  static final Key SWIFT_ENDPOINTS =
      table(
          "SwiftPublishEndpoints",
          "swift_publish_endpoints",
          EndpointKeys.SWIFT,
          "Swift containers, as `swift:NAME:`; read, but not published to by this version.");
  static final Key AZURE_ENDPOINTS =
      table(
          "AzurePublishEndpoints",
          "azure_publish_endpoints",
          EndpointKeys.AZURE,
          "Azure containers, as `azure:NAME:`; read, but not published to by this version.");
  public static final Key PACKAGE_POOL =
      section(
          "packagePoolStorage",
          "packagepool_storage",
          EndpointKeys.POOL,
          "Where package files lie.");

  public static final Key DATABASE_URL =
      text(
              "databaseUrl",
              "database_url",
              "",
              "The catalog: `sqlite:PATH`, or `jdbc:postgresql://HOST/NAME` when several machines"
                  + " share it; empty is `sqlite:<rootDir>/catalog.db`.")
          .masked();
  public static final Key PUBLISH_COMPRESSIONS =
      texts(
              "publishCompressions",
              "publish_compressions",
              List.of("gz", "xz", "zst"),
              "Compressed forms of each published index.")
          .oneOf("gz", "xz", "zst", "bz2");
  public static final Key PUBLISH_KEEP_GENERATIONS =
      number(
              "publishKeepGenerations",
              "publish_keep_generations",
              3,
              "How many states of a publication keep their by-hash indices, the present one"
                  + " included.")
          .atLeast(1);
  public static final Key PUBLISH_BY_HASH =
      flag(
          "publishByHash",
          "publish_by_hash",
          true,
          "Publish indices by hash too, so that readers never see a mix.");
  public static final Key PUBLISH_LINK_METHOD =
      text(
              "publishLinkMethod",
              "publish_link_method",
              "hardlink",
              "How pool files get into `<rootDir>/public`: `hardlink`, `symlink`, `copy` or"
                  + " `reflink`.")
          .oneOf("hardlink", "symlink", "copy", "reflink");
  public static final Key SIGN_COMMAND =
      texts(
          "signCommand",
          "sign_command",
          List.of(),
          "Command with its arguments that signs instead of `gpgProvider`: data on its standard"
              + " input, armored signature on its standard output.");
  public static final Key API_AUTHENTICATION =
      text(
              "apiAuthentication",
              "api_authentication",
              "auto",
              "Whether the REST API asks for tokens: `required`, `off`, or `auto`: unless it"
                  + " listens on this machine only. Behind a proxy choose `required`.")
          .oneOf("auto", "required", "off");
  public static final Key API_UPLOAD_LIMIT =
      number(
              "apiUploadLimit",
              "api_upload_limit",
              0,
              "Most MiB that one upload request may bring; 0 is without limit.")
          .atLeast(0);
  public static final Key API_CONNECTIONS =
      number(
              "apiConnections",
              "api_connections",
              4096,
              "How many clients the REST API serves at once; more wait.")
          .atLeast(1);
  public static final Key API_IDLE_SECONDS =
      number(
              "apiIdleSeconds",
              "api_idle_seconds",
              300,
              "After how many seconds the REST API closes a connection on which nothing moves.")
          .atLeast(1);
  public static final Key SERVER =
      text(
          "server",
          "server",
          "",
          "Default of `-server`, after `ENTREPOT_SERVER`: commands are done by the server at this"
              + " URL.");
  public static final Key SERVER_TOKEN =
      text("serverToken", "server_token", "", "The token for `server`, after `ENTREPOT_TOKEN`.")
          .masked();
  public static final Key AUDIT_KEEP_DAYS =
      number(
              "auditKeepDays",
              "audit_keep_days",
              400,
              "How long entries of the audit log are kept; 0 is for ever.")
          .atLeast(0);

  static final Key RETAIN_REPOSITORIES =
      table(
          "retainRepositories",
          "retain_repositories",
          RetentionKeys.PACKAGES,
          "What `entrepot retain` keeps in local repositories, by name or pattern of names.");
  static final Key RETAIN_SNAPSHOTS =
      table(
          "retainSnapshots",
          "retain_snapshots",
          RetentionKeys.SNAPSHOTS,
          "Which snapshots `entrepot retain` keeps, by pattern of names.");

  /// All keys of a file.
  public static final Shape ALL =
      new Shape(
          List.of(
              ROOT_DIR,
              LOG_LEVEL,
              LOG_FORMAT,
              DATABASE_OPEN_ATTEMPTS,
              ARCHITECTURES,
              SKIP_LEGACY_POOL,
              FOLLOW_SUGGESTS,
              FOLLOW_RECOMMENDS,
              FOLLOW_ALL_VARIANTS,
              FOLLOW_SOURCE,
              VERBOSE_RESOLVE,
              PPA_DISTRIBUTOR,
              PPA_CODENAME,
              PPA_BASE_URL,
              SERVE_IN_API_MODE,
              METRICS_ENDPOINT,
              SWAGGER_ENDPOINT,
              ASYNC_API,
              DATABASE_BACKEND,
              DOWNLOADER,
              DOWNLOAD_CONCURRENCY,
              DOWNLOAD_SPEED_LIMIT,
              DOWNLOAD_RETRIES,
              DOWNLOAD_SOURCES,
              GPG_PROVIDER,
              GPG_DISABLE_SIGN,
              GPG_DISABLE_VERIFY,
              GPG_KEYS,
              SKIP_CONTENTS,
              SKIP_BZ2,
              FILESYSTEM_ENDPOINTS,
              JFROG_ENDPOINTS,
              S3_ENDPOINTS,
              GCS_ENDPOINTS,
              SWIFT_ENDPOINTS,
              AZURE_ENDPOINTS,
              PACKAGE_POOL,
              DATABASE_URL,
              DOWNLOAD_AUTH_FILES,
              DOWNLOAD_CA_FILE,
              DOWNLOAD_CLIENT_CERTIFICATE,
              DOWNLOAD_CLIENT_KEY,
              DOWNLOAD_TIMEOUT,
              PUBLISH_COMPRESSIONS,
              PUBLISH_KEEP_GENERATIONS,
              PUBLISH_BY_HASH,
              PUBLISH_LINK_METHOD,
              SIGN_COMMAND,
              API_AUTHENTICATION,
              API_UPLOAD_LIMIT,
              API_CONNECTIONS,
              API_IDLE_SECONDS,
              SERVER,
              SERVER_TOKEN,
              AUDIT_KEEP_DAYS,
              RETAIN_REPOSITORIES,
              RETAIN_SNAPSHOTS));

  /// All keys, with the peer's defaults of those that say where its data and its keys are.
  static Shape asPeer() {
    return new Shape(
        ALL.keys().stream()
            .map(key ->
                key.equals(ROOT_DIR)
                    ? key.withDefault("~/.aptly")
                    : key.equals(GPG_PROVIDER) ? key.withDefault("gpg") : key)
            .toList());
  }

  private ConfigurationKeys() {}
}
