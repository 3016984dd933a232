package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.entrepot.server.api.route.PublicationPath;
import org.entrepot.server.api.route.SafeNames;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How paths are read (spec rest-api 2.1, 2.6, 2.7), by requests no client library would send.
@SuppressWarnings("NullAway.Init") // set before all tests
@Timeout(60)
class PathApiTest {
  @TempDir static Path root;
  private static Api api;

  @BeforeAll
  static void serve() {
    api = new Api(root);
    api.createRepositoryWith("a b", "app", "1");
    api.createRepository("é");
    api.upload("x%2Fy", "app", "1");
    api.post(
            "/api/publish/foo__bar",
            "{'SourceKind':'local','Sources':[{'Name':'a"
                + " b'}],'Distribution':'d/e','Signing':{'Skip':true}}")
        .expect(201);
    api.post(
            "/api/publish",
            "{'SourceKind':'local','Sources':[{'Name':'a"
                + " b'}],'Distribution':'d','Signing':{'Skip':true}}")
        .expect(201);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2.1 a route, GET, /api/repos/a%20b, 200",
    "2.1 plus is a plus, GET, /api/repos/a+b, 404",
    "2.1 no ASCII and no escape, GET, /api/repos/é, 200",
    "2.1 the same with escapes, GET, /api/repos/%C3%A9, 200",
    "2.1 an escape that is no UTF-8, GET, /api/repos/%E9, 400",
    "2.1 case counts, GET, /API/repos, 404",
    "2.1 encoded slash is data, GET, /api/repos/a%2Fb, 404",
    "2.1 no such method, PATCH, /api/repos, 404",
    "2.1 HEAD is none, HEAD, /api/repos, 404",
    "2.1 slash at the end, GET, /api/repos/, 301",
    "2.1 slash at the end, POST, /api/repos/, 307",
    "2.1 slash after no route, DELETE, /api/files/, 404",
    "2.1 an empty segment stays, GET, /api//version, 404",
    "2.1 an empty segment is a parameter, GET, /api/publish//d, 200",
    "2.1 an invalid escape, GET, /api/repos/a%2, 400",
    "2.1 an invalid escape, GET, /api/repos/%zz, 400",
    "2.6 dots as a directory, GET, /api/files/.., 400",
    "2.6 encoded dots, GET, /api/files/%2e%2e, 400",
    "2.6 a dot, GET, /api/files/., 400",
    "2.6 climbing, GET, /api/files/x%2F..%2F.., 400",
    "2.6 climbing out, DELETE, /api/files/..%2F..%2Fetc, 400",
    "2.6 a nested directory, GET, /api/files/x%2Fy, 200",
    "2.6 a dollar, GET, /api/files/$x, 400",
    "2.6 an absolute name, GET, /api/files/%2Fetc, 400",
    "2.6 a null byte, GET, /api/files/x%00, 400",
    "2.6 removing a file elsewhere, DELETE, /api/files/x/..%2F..%2F..%2Fcatalog.db, 400",
    "2.7 the root, GET, /api/publish/:./d, 200",
    "2.7 the root as a dot, GET, /api/publish/./d, 200",
    "2.7 an underscore, GET, /api/publish/foo__bar/d_e, 200",
    "2.7 encoded slashes, GET, /api/publish/foo%2F%2Fbar/d%2Fe, 200",
    "2.7 another prefix, GET, /api/publish/foo_bar/d_e, 404",
    "2.7 a prefix that cannot be, GET, /api/publish/pool/d, 404",
  })
  void requestLines(String rule, String method, String target, int status) {
    assertThat(api.rawStatus(method, target)).as(rule).isEqualTo(status);
  }

  @Test
  void aRedirectKeepsPathAndQuery() {
    assertThat(api.raw("GET", "/api/repos/?a=b%2F")).contains("Location: /api/repos?a=b%2F\r\n");
    assertThat(api.raw("GET", "/nowhere")).endsWith("404 page not found");
  }

  @ParameterizedTest
  @CsvSource({
    "'', .",
    "., .",
    ":., .",
    "foo, foo",
    "foo_bar, foo/bar",
    "foo__bar, foo_bar",
    "foo/bar, foo/bar",
    "foo//bar, foo_bar",
    "a___b, a_/b",
    "filesystem:ep:, filesystem:ep:.",
    "filesystem:ep:., filesystem:ep:.",
    "filesystem:ep:a_b, filesystem:ep:a/b",
    "s3:bucket:x, s3:bucket:x",
  })
  void locations(String segment, String location) {
    assertThat(PublicationPath.location(segment)).isEqualTo(location);
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "., false",
    "a/../b, true",
    "a..b, true",
    "..., true",
    "a/.., false",
    "../a, false",
    "a//b, true",
    "/, false",
  })
  void pathsThatAreOk(String path, boolean ok) {
    assertThat(SafeNames.isPathOk(path)).isEqualTo(ok);
  }

  @ParameterizedTest
  @CsvSource({"a..b, ab", "$a`b, ab", "//a, a", "..$/a, a", "a/../b, a//b"})
  void strippedNames(String name, String stripped) {
    assertThat(SafeNames.strip(name)).isEqualTo(stripped);
  }
}
