import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/// Load on a server of aptly's API: `java Load.java URL create|add|read CLIENTS SECONDS NAME`
/// prints `requests/s p50 p99 failures`; `java Load.java URL memory CLIENTS TASKS NAME PID` makes
/// that many tasks, each waited for, and prints the memory of the process at every tenth of them.
///
/// create: a local repository of a new name. add: a new package is uploaded and imported into the
/// one repository NAME (one figure for both requests). read: the packages of NAME as a list.
public final class Load {
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String name;
  private final AtomicInteger number = new AtomicInteger();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failures = new AtomicInteger();

  private Load(String url, String name) {
    this.url = url;
    this.name = name;
  }

  public static void main(String[] arguments) throws Exception {
    var load = new Load(arguments[0], arguments[4]);
    int clients = Integer.parseInt(arguments[2]);
    if (arguments[1].equals("memory")) {
      load.memory(clients, Integer.parseInt(arguments[3]), arguments[5]);
    } else {
      load.measure(arguments[1], clients, Integer.parseInt(arguments[3]));
    }
  }

  private interface Work {
    boolean once(int number) throws IOException, InterruptedException;
  }

  private void measure(String kind, int clients, int seconds) throws Exception {
    send("POST", "/api/repos", json("{\"Name\": \"%s\"}".formatted(name)));
    Work work =
        switch (kind) {
          case "create" ->
              n -> send("POST", "/api/repos", json("{\"Name\": \"%s-%d\"}".formatted(name, n))) == 201;
          case "add" -> this::add;
          case "read" -> _ -> send("GET", "/api/repos/" + name + "/packages", new byte[0]) == 200;
          default -> throw new IllegalArgumentException(kind);
        };
    long start = System.nanoTime();
    long until = start + seconds * 1_000_000_000L;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        threads.submit(() -> {
          while (System.nanoTime() < until) {
            long begin = System.nanoTime();
            try {
              if (work.once(number.incrementAndGet())) {
                nanos.add(System.nanoTime() - begin);
              } else {
                failures.incrementAndGet();
              }
            } catch (IOException e) {
              failures.incrementAndGet();
              Thread.sleep(100);
            }
          }
          return null;
        });
      }
    }
    double took = (System.nanoTime() - start) / 1e9;
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%.0f/s, p50 %.1f ms, p99 %.1f ms%s%n",
        sorted.length / took,
        percentile(sorted, 0.50),
        percentile(sorted, 0.99),
        failures.get() == 0 ? "" : ", " + failures + " failed");
  }

  private static double percentile(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * part)] / 1e6;
  }

  private boolean add(int n) throws IOException, InterruptedException {
    String directory = name + "-" + n;
    byte[] deb = deb("p" + n + "-" + name);
    return send("PUT", "/api/files/%s/p%d_1_amd64.deb".formatted(directory, n), deb) == 200
            || upload(directory, n, deb)
        ? send("POST", "/api/repos/%s/file/%s".formatted(name, directory), new byte[0]) == 200
        : false;
  }

  /// aptly before 1.6.3 takes forms only.
  private boolean upload(String directory, int n, byte[] deb) throws IOException, InterruptedException {
    var body = new ByteArrayOutputStream();
    body.write(
        "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"p%d_1_amd64.deb\"\r\n\r\n"
            .formatted(n)
            .getBytes(StandardCharsets.UTF_8));
    body.write(deb);
    body.write("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
    return send("POST", "/api/files/" + directory, body.toByteArray(), "multipart/form-data; boundary=x") == 200;
  }

  private void memory(int clients, int tasks, String pid) throws Exception {
    int repositories = 64;
    for (int i = 0; i < repositories; i++) {
      send("POST", "/api/repos", json("{\"Name\": \"%s%d\"}".formatted(name, i)));
    }
    var done = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < clients; c++) {
        threads.submit(() -> {
          while (true) {
            int n = number.incrementAndGet();
            if (n > tasks) {
              return null;
            }
            String body = "{\"Comment\": \"comment %d\"}".formatted(n);
            if (!asTask("/api/repos/" + name + n % repositories, body)) {
              failures.incrementAndGet();
            }
            int count = done.incrementAndGet();
            if (count % (tasks / 10) == 0) {
              System.out.printf("%d tasks: %s%n", count, resident(pid));
            }
          }
        });
      }
    }
    System.out.println(failures + " failed");
  }

  /// Lets a task do it, since what one waits for may be done without one, and waits for its end.
  private boolean asTask(String path, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path + "?_async=true"))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    String id = answer.body().replaceFirst(".*\"ID\":([0-9]+).*", "$1");
    return answer.statusCode() == 202 && send("GET", "/api/tasks/" + id + "/wait", new byte[0]) == 200;
  }

  private static String resident(String pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024 + " MB")
        .findFirst()
        .orElse("?");
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private int send(String method, String path, byte[] body) throws IOException, InterruptedException {
    return send(method, path, body, "application/json");
  }

  private int send(String method, String path, byte[] body, String type)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static byte[] deb(String name) throws IOException {
    var control =
        "Package: %s\nVersion: 1\nArchitecture: amd64\nMaintainer: N <n@example.org>\nDescription: load\n"
            .formatted(name)
            .getBytes(StandardCharsets.UTF_8);
    var ar = new ByteArrayOutputStream();
    ar.write("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
    member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
    member(ar, "control.tar.gz", tar("./control", control));
    member(ar, "data.tar.gz", tar("./usr/share/" + name, control));
    return ar.toByteArray();
  }

  private static void member(ByteArrayOutputStream ar, String name, byte[] content) throws IOException {
    ar.write("%-16s%-12d%-6d%-6d%-8s%-10d`\n".formatted(name, 0, 0, 0, "100644", content.length)
        .getBytes(StandardCharsets.US_ASCII));
    ar.write(content);
    if (content.length % 2 == 1) {
      ar.write('\n');
    }
  }

  private static byte[] tar(String name, byte[] content) throws IOException {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(content.length));
    put(header, 136, "00000000000\0");
    Arrays.fill(header, 148, 156, (byte) ' ');
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(header);
      gzip.write(content);
      gzip.write(new byte[(512 - content.length % 512) % 512 + 1024]);
    }
    return bytes.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
