package org.entrepot.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.entrepot.service.Entrepot;
import org.entrepot.service.task.TaskObserver;

/// Counts what the server does, in the names that dashboards of the peer know (spec rest-api 14),
/// and in names of our own, which begin with `entrepot_`. Safe for any thread.
public final class ServerMetrics implements TaskObserver {
  /// The type of what [#write] writes.
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final int MOST_PATHS = 1000;
  private static final int MOST_DIRECTORIES = 10_000;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final BoundedLabels paths = new BoundedLabels(MOST_PATHS, "/other");
  private final BoundedLabels directories = new BoundedLabels(MOST_DIRECTORIES, "other");
  private final Gauge inFlight;
  private final Counter requests;
  private final Summary requestBytes;
  private final Summary responseBytes;
  private final Summary seconds;
  private final Counter uploads;
  private final Summary waitSeconds;
  private final Summary runSeconds;

  /// Counts for a server of a store.
  public ServerMetrics(Entrepot store, String programVersion) {
    inFlight =
        Gauge.builder()
            .name("aptly_api_http_requests_in_flight")
            .help("Number of concurrent HTTP api requests currently handled.")
            .labelNames("method", "path")
            .register(registry);
    requests =
        Counter.builder()
            .name("aptly_api_http_requests_total")
            .help("Total number of api requests.")
            .labelNames("code", "method", "path")
            .register(registry);
    requestBytes = summary("request_size_bytes", "Size of api requests.");
    responseBytes = summary("response_size_bytes", "Size of api responses.");
    seconds = summary("request_duration_seconds", "Duration of api requests.");
    uploads =
        Counter.builder()
            .name("aptly_api_files_uploaded_total")
            .help("Upload requests that succeeded, by directory.")
            .labelNames("directory")
            .register(registry);
    Info.builder()
        .name("aptly_build_info")
        .help("The program.")
        .labelNames("version", "goversion")
        .register(registry)
        .setLabelValues(programVersion, "java" + Runtime.version().feature());
    waitSeconds =
        Summary.builder()
            .name("entrepot_task_wait_seconds")
            .help("From submission to start of tasks that ran here.")
            .labelNames("operation")
            .register(registry);
    runSeconds =
        Summary.builder()
            .name("entrepot_task_run_seconds")
            .help("Run time of tasks that ran here.")
            .labelNames("operation", "state")
            .register(registry);
    var stock = new Stock(store);
    GaugeWithCallback.builder()
        .name("aptly_repos_package_count")
        .help("Number of packages in a published component.")
        .labelNames("source", "distribution", "component")
        .callback(stock::published)
        .register(registry);
    GaugeWithCallback.builder()
        .name("entrepot_tasks")
        .help("Tasks of all processes that wait or run.")
        .labelNames("state")
        .callback(stock::tasks)
        .register(registry);
    GaugeWithCallback.builder()
        .name("entrepot_pool_files")
        .help("Package files that the catalog knows; at most a minute old.")
        .callback(stock::poolFiles)
        .register(registry);
    GaugeWithCallback.builder()
        .name("entrepot_pool_bytes")
        .help("Size of the package files that the catalog knows; at most a minute old.")
        .callback(stock::poolBytes)
        .register(registry);
    JvmMetrics.builder().register(registry);
  }

  private Summary summary(String name, String help) {
    return Summary.builder()
        .name("aptly_api_http_" + name)
        .help(help)
        .labelNames("code", "method", "path")
        .register(registry);
  }

  /// A request has come.
  ///
  /// @param path its first two segments count
  public void began(String method, String path) {
    inFlight.labelValues(method, label(path)).inc();
  }

  /// The request is over.
  public void over(String method, String path) {
    inFlight.labelValues(method, label(path)).dec();
  }

  /// The request was answered.
  public void answered(
      int code, String method, String path, long received, long sent, Duration took) {
    String[] labels = {Integer.toString(code), method, label(path)};
    requests.labelValues(labels).inc();
    requestBytes.labelValues(labels).observe((double) Math.max(0, received));
    responseBytes.labelValues(labels).observe((double) Math.max(0, sent));
    seconds.labelValues(labels).observe(took.toNanos() / 1e9);
  }

  /// Files were uploaded into a directory.
  public void uploaded(String directory) {
    uploads.labelValues(directories.of(directory)).inc();
  }

  @Override
  public void ran(String kind, Duration waited, Duration ran, boolean succeeded) {
    waitSeconds.labelValues(kind).observe(waited.toNanos() / 1e9);
    runSeconds.labelValues(kind, succeeded ? "succeeded" : "failed").observe(ran.toNanos() / 1e9);
  }

  private String label(String path) {
    int second = path.indexOf('/', 1);
    int third = second < 0 ? -1 : path.indexOf('/', second + 1);
    return paths.of(third < 0 ? path : path.substring(0, third));
  }

  /// Writes everything in the text format of Prometheus.
  public void write(OutputStream out) throws IOException {
    PrometheusTextFormatWriter.create()
        .write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
  }
}
