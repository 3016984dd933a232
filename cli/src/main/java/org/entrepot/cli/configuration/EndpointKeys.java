package org.entrepot.cli.configuration;

import static org.entrepot.cli.configuration.Key.flag;
import static org.entrepot.cli.configuration.Key.text;

import java.util.List;
import org.entrepot.cli.configuration.Key.Shape;

/// The keys of one publish endpoint of each kind, in the order in which they are shown.
public final class EndpointKeys {
  public static final Key FILESYSTEM_ROOT =
      text(
          "rootDir",
          "root_dir",
          "",
          "Directory that receives `[prefix/]dists` and `[prefix/]pool`.");
  public static final Key LINK_METHOD =
      text(
          "linkMethod",
          "link_method",
          "",
          "How pool files get there: `copy`, `symlink` or `reflink`; anything else is a hard"
              + " link.");
  public static final Key VERIFY_METHOD =
      text(
          "verifyMethod",
          "verify_method",
          "",
          "With `copy`: `size` compares sizes, anything else digests, to see whether a file may"
              + " stay.");

  static final Key DATABASE_TYPE =
      text("type", "type", "", "Of aptly's database: only `import aptly` asks for it.");
  static final Key DATABASE_PATH =
      text("dbPath", "db_path", "", "Of aptly's database: only `import aptly` asks for it.");

  private static final Key BUCKET = text("bucket", "bucket", "", "Bucket. Required.");
  private static final Key CONTAINER = text("container", "container", "", "Container. Required.");
  private static final Key PREFIX =
      text("prefix", "prefix", "", "Path below which everything lies.");
  private static final Key DEBUG = flag("debug", "debug", false, "Log requests.");
  private static final Key ACL =
      text("acl", "acl", "", "`private` (also when empty), `public-read` or `none`.");
  private static final Key STORAGE_CLASS =
      text("storageClass", "storage_class", "", "Storage class; empty leaves it to the service.");
  private static final Key DISABLE_MULTI_DELETE =
      flag(
          "disableMultiDel", "disable_multidel", false, "Delete one by one instead of in batches.");
  private static final Key PLUS_WORKAROUND =
      flag(
          "plusWorkaround",
          "plus_workaround",
          false,
          "Store names with `+` so that broken front ends find them.");
  private static final Key ACCOUNT_NAME =
      text("accountName", "account_name", "", "Storage account. Required.");
  private static final Key ACCOUNT_KEY =
      text("accountKey", "account_key", "", "Shared key, base64. Required.").masked();
  private static final Key SERVICE_URL =
      text(
          "endpoint",
          "endpoint",
          "",
          "URL of the service, with scheme; empty for the vendor's own.");

  /// The keys of a directory.
  public static final Shape FILESYSTEM =
      new Shape(List.of(FILESYSTEM_ROOT, LINK_METHOD, VERIFY_METHOD));

  /// The keys of an S3 bucket.
  public static final Shape S3 =
      new Shape(
          List.of(
              text("region", "region", "", "Region; empty asks the SDK's own chain."),
              BUCKET,
              PREFIX,
              ACL,
              text(
                  "awsAccessKeyID", "access_key_id", "", "Access key; empty asks the SDK's chain."),
              text("awsSecretAccessKey", "secret_access_key", "", "Secret of the access key.")
                  .masked(),
              text("awsSessionToken", "session_token", "", "Token of a temporary session.")
                  .masked(),
              SERVICE_URL,
              STORAGE_CLASS,
              text("encryptionMethod", "encryption_method", "", "`AES256` or `aws:kms`."),
              PLUS_WORKAROUND,
              DISABLE_MULTI_DELETE,
              flag("forceSigV2", "force_sigv2", false, "Accepted, without effect."),
              flag(
                  "forceVirtualHostedStyle",
                  "force_virtualhosted_style",
                  false,
                  "Put the bucket into the host name instead of the path."),
              DEBUG));

  /// The keys of a Google Cloud Storage bucket.
  public static final Shape GCS =
      new Shape(
          List.of(
              BUCKET,
              PREFIX,
              text("credentialsFile", "credentials_file", "", "Path of a service account's JSON."),
              text("serviceAccountJSON", "service_account_json", "", "The same, inline.").masked(),
              text("project", "project", "", "Project that pays."),
              SERVICE_URL,
              ACL,
              STORAGE_CLASS,
              text("encryptionKey", "encryption_key", "", "Customer's key, 32 bytes.").masked(),
              DISABLE_MULTI_DELETE,
              DEBUG));

  /// The keys of an OpenStack Swift container.
  public static final Shape SWIFT =
      new Shape(
          List.of(
              CONTAINER,
              PREFIX,
              text("osname", "username", "", "User; else `OS_USERNAME`, `ST_USER`."),
              text("password", "password", "", "Password; else `OS_PASSWORD`, `ST_KEY`.").masked(),
              text("tenant", "tenant", "", "Tenant; else `OS_TENANT_NAME`."),
              text("tenantid", "tenant_id", "", "Tenant's id; else `OS_TENANT_ID`."),
              text("domain", "domain", "", "User's domain; else `OS_USER_DOMAIN_NAME`."),
              text("domainid", "domain_id", "", "Its id; else `OS_USER_DOMAIN_ID`."),
              text(
                  "tenantdomain",
                  "tenant_domain",
                  "",
                  "Tenant's domain; else `OS_PROJECT_DOMAIN`."),
              text(
                  "tenantdomainid", "tenant_domain_id", "", "Its id; else `OS_PROJECT_DOMAIN_ID`."),
              text("authurl", "auth_url", "", "Identity service; else `OS_AUTH_URL`, `ST_AUTH`.")));

  /// The keys of an Azure blob container.
  public static final Shape AZURE =
      new Shape(List.of(CONTAINER, PREFIX, ACCOUNT_NAME, ACCOUNT_KEY, SERVICE_URL));

  /// The keys of a generic repository of Artifactory.
  public static final Shape JFROG =
      new Shape(
          List.of(
              text("repository", "repository", "", "Generic repository. Required."),
              text("url", "url", "", "URL of Artifactory. Required."),
              text("user", "user", "", "User; else `JFROG_USERNAME`.").alias("username"),
              text("password", "password", "", "Password; else `JFROG_PASSWORD`.").masked(),
              text("apiKey", "api_key", "", "Else `JFROG_APIKEY`.").masked(),
              text("accessToken", "access_token", "", "Else `JFROG_ACCESSTOKEN`.").masked(),
              PREFIX,
              PLUS_WORKAROUND,
              DEBUG));

  static final Key POOL_TYPE =
      text("type", "type", "local", "`local` (also when empty); this version refuses `azure`.")
          .oneOf("", "local", "azure");
  static final Key POOL_PATH =
      text("path", "path", "", "Directory of a local pool; empty is `<rootDir>/pool`.");

  /// The keys of the package pool: those of both types.
  static final Shape POOL =
      new Shape(
          List.of(POOL_TYPE, POOL_PATH, CONTAINER, PREFIX, ACCOUNT_NAME, ACCOUNT_KEY, SERVICE_URL));

  private EndpointKeys() {}
}
