package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recipes on the archive of a real program.
@SuppressWarnings("NullAway.Init") // set before each test
class ScheduleCommandsTest {
  @TempDir Path home;
  private Program program;
  private Upstream upstream;
  private Path packages;
  private Path base;
  private int versions;

  @BeforeEach
  void begin() throws IOException {
    program = new Program(home);
    upstream = new Upstream(home.resolve("up"));
    packages = upstream.packages();
    base = upstream.ftparchive("a", packages, Upstream.Signed.INLINE);
    program.ok("mirror", "create", "-keyring=" + upstream.keyring(), "m", "file:" + base, "stable");
  }

  @AfterEach
  void end() {
    upstream.stop();
  }

  private void change() throws IOException {
    versions++;
    upstream.deb(packages, "more", Integer.toString(versions), 10);
    upstream.ftparchive("a", packages, Upstream.Signed.INLINE);
    Files.setLastModifiedTime(
        base.resolve("dists/stable/InRelease"),
        FileTime.from(Instant.now().plusSeconds(10L * versions)));
  }

  private String error(String... words) {
    Program.Result result = program.run(words);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.err()).startsWith("ERROR: ").doesNotContain("\tat ", "Exception");
    return result.err();
  }

  private Path published(String path) {
    return program.published().resolve(path);
  }

  @Test
  void aMirrorIsUpdatedFrozenPublishedAndSwitched() throws IOException {
    assertThat(
            program.ok(
                "schedule",
                "add",
                "-every=6h",
                "-mirror=m",
                "-snapshot=web-{{date}}",
                "-publish=deb/trixie",
                "-keep=2",
                "-skip-signing",
                "web"))
        .contains("every 6h");
    assertThat(program.ok("schedule", "run", "-due")).as("not due yet").isEmpty();
    assertThat(program.ok("schedule", "run", "web"))
        .contains("changed", "mirror m updated", "published to deb/trixie");
    assertThat(Files.readString(published("deb/dists/trixie/Release"))).contains("main");

    assertThat(program.ok("schedule", "run", "web")).contains("web: unchanged: mirror m unchanged");
    assertThat(program.ok("snapshot", "list", "-raw").lines()).hasSize(1);

    for (int i = 0; i < 3; i++) {
      change();
      assertThat(program.ok("schedule", "run", "web")).contains("switched deb/trixie");
    }
    assertThat(Files.readString(published("deb/dists/trixie/main/binary-amd64/Packages")))
        .contains("Version: 3\n");
    assertThat(program.ok("snapshot", "list", "-raw").lines())
        .as("the first, and two of those with a number")
        .hasSize(3);
    assertThat(program.ok("schedule", "show", "web"))
        .contains("Snapshots: web-{{date}}", "Publish: deb/trixie", "5. ", "changed: mirror m");
    assertThat(program.ok("schedule", "list")).contains("web: mirror m, every 6h; next ");
    assertThat(program.ok("schedule", "list", "-json")).contains("\"Outcome\": \"CHANGED\"");
    assertThat(program.ok("audit", "list")).contains("schedule web", "Update mirror m");
    program.ok("schedule", "drop", "web");
    assertThat(error("schedule", "show", "web")).contains("not found");
  }

  @Test
  void whatAScheduleDoesNotCheckOrSignIsShown() {
    program.ok("schedule", "add", "-every=1d", "-mirror=m", "plain");
    assertThat(program.ok("schedule", "show", "plain"))
        .doesNotContain("ign")
        .endsWith("Runs: none yet\n");
    program.ok(
        "schedule",
        "add",
        "-every=1d",
        "-mirror=m",
        "-publish=deb/trixie",
        "-ignore-signatures",
        "-skip-missing",
        "-gpg-key=AB",
        "-gpg-key=CD",
        "bold");
    program.ok("schedule", "add", "-every=1d", "-mirror=m", "-skip-signing", "bare");
    assertThat(program.ok("schedule", "show", "bold"))
        .contains(
            "Signature of the archive: not checked\n",
            "Missing packages: left out\n",
            "Signing keys: AB, CD\n");
    assertThat(program.ok("schedule", "show", "bare")).contains("Signing: none\n");
    assertThat(program.ok("schedule", "show", "-json", "bold"))
        .contains(
            """
              "Keep": 0,
              "SkipMissing": true,
              "IgnoreSignatures": true,
              "GpgKeys": [
                "AB",
                "CD"
              ],
              "SkipSigning": false,
            """);
    assertThat(program.ok("schedule", "pause", "bold"))
        .isEqualTo("Schedule bold has been paused.\n");
    assertThat(program.ok("schedule", "resume", "bold"))
        .isEqualTo("Schedule bold has been resumed.\n");
    assertThat(program.ok("schedule", "drop", "bold"))
        .isEqualTo("Schedule bold has been dropped.\n");
  }

  @Test
  void whatFailedIsDoneByTheNextRun() throws IOException {
    program.ok("repo", "create", "-distribution=trixie", "r");
    program.ok("repo", "add", "r", packages.toString());
    program.ok("publish", "repo", "-skip-signing", "r", "deb");
    program.ok(
        "schedule",
        "add",
        "-at=Mon..Fri 03:00",
        "-mirror=m",
        "-publish=deb/trixie",
        "-skip-signing",
        "web");
    Program.Result failed = program.run("schedule", "run", "web");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).contains("web: failed: mirror m updated", "publishes local repos");
    assertThat(program.ok("schedule", "list"))
        .contains("at Mon,Tue,Wed,Thu,Fri 03:00 UTC", "failed");
    program.ok("publish", "drop", "trixie", "deb");
    assertThat(program.ok("schedule", "run", "web"))
        .as("the mirror has not changed, but its snapshot is not published yet")
        .contains("changed: mirror m unchanged; published to deb/trixie");

    Files.delete(base.resolve("dists/stable/InRelease"));
    Program.Result gone = program.run("schedule", "run", "-json", "web");
    assertThat(gone.exitCode()).isEqualTo(1);
    assertThat(gone.out()).contains("\"Outcome\": \"FAILED\"");
  }

  @Test
  void switchFindsEveryPublicationOfTheMirror() throws IOException {
    program.ok("mirror", "update", "m");
    program.ok("snapshot", "create", "s", "from", "mirror", "m");
    program.ok("snapshot", "create", "empty", "empty");
    program.ok("publish", "snapshot", "-skip-signing", "s", "one");
    program.ok(
        "publish",
        "snapshot",
        "-skip-signing",
        "-distribution=stable",
        "-component=main,other",
        "s",
        "empty",
        "two");
    program.ok("schedule", "add", "-every=1d", "-mirror=m", "-switch", "-skip-signing", "all");
    assertThat(program.ok("schedule", "run", "all")).contains("unchanged");
    change();
    assertThat(program.ok("schedule", "run", "all"))
        .contains("switched one/stable", "switched two/stable");
    for (String prefix : new String[] {"one", "two"}) {
      assertThat(Files.readString(published(prefix + "/dists/stable/main/binary-amd64/Packages")))
          .contains("Package: more\n");
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(error("schedule", "add", "-every=6h", "x")).contains("-mirror=NAME");
    assertThat(error("schedule", "add", "-mirror=m", "x")).contains("say when");
    assertThat(error("schedule", "add", "-every=6h", "-at=03:00", "-mirror=m", "x"))
        .contains("say when");
    assertThat(error("schedule", "add", "-every=6s", "-mirror=m", "x"))
        .contains("no length of time");
    assertThat(error("schedule", "add", "-every=6h", "-mirror=none", "x")).contains("not found");
    assertThat(error("schedule", "add", "-every=6h", "-mirror=m", "-snapshot=web", "x"))
        .contains("{{date}}");
    assertThat(error("schedule", "add", "-every=6h", "-mirror=m", "-snapshot={{day}}", "x"))
        .contains("only {{date}}");
    assertThat(error("schedule", "add", "-every=6h", "-mirror=m", "-keep=3", "x"))
        .contains("-keep");
    assertThat(error("schedule", "add", "-every=6h", "-mirror=m", "-publish=a/b", "-switch", "x"))
        .contains("use one of them");
    assertThat(error("schedule", "add", "-every=6h", "-mirror=m", "-publish=../b", "x"))
        .isNotEmpty();
    assertThat(error("schedule", "run")).contains("say which");
    assertThat(error("schedule", "run", "-due", "x")).contains("say which");
    assertThat(error("schedule", "run", "x")).contains("not found");
    assertThat(error("schedule", "pause", "x")).contains("not found");
    program.ok("schedule", "add", "-every=6h", "-mirror=m", "x");
    assertThat(error("schedule", "add", "-every=6h", "-mirror=m", "x")).contains("already exists");
    program.ok("schedule", "pause", "x");
    assertThat(program.ok("schedule", "list")).contains("paused");
    program.ok("schedule", "resume", "x");
    program.ok("mirror", "drop", "m");
    Program.Result orphan = program.run("schedule", "run", "x");
    assertThat(orphan.exitCode()).isEqualTo(1);
    assertThat(orphan.out()).contains("failed: mirror with name m not found");
  }
}
