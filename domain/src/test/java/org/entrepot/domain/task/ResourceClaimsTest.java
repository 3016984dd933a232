package org.entrepot.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrepot.domain.task.ResourceClaim.exclusive;
import static org.entrepot.domain.task.ResourceClaim.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.task.Resource.Everything;
import org.entrepot.domain.task.Resource.NamedObject;
import org.entrepot.domain.task.Resource.ObjectId;
import org.entrepot.domain.task.Resource.PackagePool;
import org.entrepot.domain.task.Resource.PublicationResource;
import org.entrepot.domain.task.Resource.PublishedPool;
import org.entrepot.domain.task.Resource.SourcePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceClaimsTest {
  private static final Resource REPOSITORY = new NamedObject(ObjectKind.REPOSITORY, "x");
  private static final UUID ID = UUID.fromString("b6e4c1f0-0000-4000-8000-000000000001");
  private static final PublicationPoint POINT =
      PublicationPoint.parse("filesystem:a b:x/y", "trixie/updates");
  private static final List<Resource> RESOURCES =
      List.of(
          REPOSITORY,
          new NamedObject(ObjectKind.SNAPSHOT, "x"),
          new NamedObject(ObjectKind.REPOSITORY, " a%20\u0085\uD83D\uDE00 %"),
          new NamedObject(ObjectKind.REPOSITORY, "line\nbreak\r\t"),
          new NamedObject(ObjectKind.REPOSITORY, ""),
          new ObjectId(ObjectKind.SNAPSHOT, ID),
          new ObjectId(ObjectKind.MIRROR, ID),
          new PublicationResource(POINT),
          new PublicationResource(PublicationPoint.parse(".", "sid")),
          new PublishedPool(POINT.storage(), POINT.prefix()),
          new PackagePool(),
          new SourcePath("/up/a b"),
          new SourcePath("/up/a b/c.deb"),
          new SourcePath("/up/a"),
          new SourcePath("/"),
          new Everything());

  @Test
  void readersGoTogetherAndWritersAlone() {
    assertThat(conflict(shared(REPOSITORY), shared(REPOSITORY))).isFalse();
    assertThat(conflict(shared(REPOSITORY), exclusive(REPOSITORY))).isTrue();
    assertThat(conflict(exclusive(REPOSITORY), exclusive(REPOSITORY))).isTrue();
    assertThat(conflict(exclusive(REPOSITORY), exclusive(new PackagePool()))).isFalse();
  }

  @Test
  void everythingMeetsEachResource() {
    for (var resource : RESOURCES) {
      assertThat(conflict(shared(new Everything()), shared(resource))).isFalse();
      assertThat(conflict(shared(new Everything()), exclusive(resource))).isTrue();
      assertThat(conflict(exclusive(new Everything()), shared(resource))).isTrue();
      assertThat(conflict(exclusive(new Everything()), exclusive(resource))).isTrue();
    }
  }

  @Test
  void aDirectoryMeetsWhatIsBelowIt() {
    var directory = new SourcePath("/up/a");
    assertThat(conflict(exclusive(directory), shared(new SourcePath("/up/a/x.deb")))).isTrue();
    assertThat(conflict(shared(directory), exclusive(new SourcePath("/up/a/x.deb")))).isTrue();
    assertThat(conflict(shared(directory), shared(new SourcePath("/up/a/x.deb")))).isFalse();
    assertThat(conflict(exclusive(directory), exclusive(new SourcePath("/up")))).isTrue();
    assertThat(conflict(exclusive(directory), exclusive(new SourcePath("/up/ab")))).isFalse();
    assertThat(conflict(exclusive(directory), exclusive(new SourcePath("/")))).isTrue();
    var held = ResourceClaims.of(exclusive(directory));
    assertThat(held.covers(ResourceClaims.of(shared(new SourcePath("/up/a/x"))))).isTrue();
    assertThat(held.covers(ResourceClaims.of(shared(new SourcePath("/up"))))).isFalse();
    assertThatThrownBy(() -> new SourcePath("up")).hasMessageContaining("absolute");
  }

  private static boolean conflict(ResourceClaim a, ResourceClaim b) {
    assertThat(ResourceClaims.of(a).conflictsWith(ResourceClaims.of(b)))
        .isEqualTo(a.conflictsWith(b))
        .isEqualTo(b.conflictsWith(a));
    return a.conflictsWith(b);
  }

  @Test
  void setsConflictWhenSomePairDoes() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      var a = randomClaims(random);
      var b = randomClaims(random);
      boolean expected =
          a.asList().stream().anyMatch(x -> b.asList().stream().anyMatch(x::conflictsWith));
      assertThat(a.conflictsWith(b)).as("seed %d\n%s\n%s", seed, a, b).isEqualTo(expected);
      assertThat(b.conflictsWith(a)).isEqualTo(expected);
      assertThat(ResourceClaims.parse(a.toText())).isEqualTo(a);
      assertThat(a.and(b).covers(a)).isTrue();
      assertThat(a.and(b)).isEqualTo(b.and(a));
    }
  }

  private static ResourceClaims randomClaims(Random random) {
    var claims = new ArrayList<ResourceClaim>();
    for (int n = random.nextInt(5); n > 0; n--) {
      var resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
      claims.add(random.nextInt(3) == 0 ? exclusive(resource) : shared(resource));
    }
    return ResourceClaims.of(claims);
  }

  @Test
  void claimsAreMergedToTheStrongerAccess() {
    var claims = ResourceClaims.of(shared(REPOSITORY), exclusive(REPOSITORY), shared(REPOSITORY));
    assertThat(claims.asList()).containsExactly(exclusive(REPOSITORY));
    assertThat(claims.covers(ResourceClaims.of(shared(REPOSITORY)))).isTrue();
    assertThat(ResourceClaims.of(shared(REPOSITORY)).covers(claims)).isFalse();
    assertThat(ResourceClaims.of(exclusive(new Everything())).covers(claims)).isTrue();
    assertThat(ResourceClaims.of(shared(new Everything())).covers(claims)).isFalse();
    assertThat(ResourceClaims.none().covers(ResourceClaims.none())).isTrue();
    assertThat(ResourceClaims.none().conflictsWith(ResourceClaims.none())).isFalse();
  }

  @Test
  void resourcesAreTextsOfOneLine() {
    for (var resource : RESOURCES) {
      assertThat(resource.toText()).doesNotContain("\n", "\r", "\t");
      assertThat(Resource.parse(resource.toText())).isEqualTo(resource);
      assertThat(resource).hasToString(resource.toText());
    }
    assertThat(RESOURCES.stream().map(Resource::toText)).doesNotHaveDuplicates();
    assertThat(new PublicationResource(POINT).toText())
        .isEqualTo("publication filesystem:a%20b x/y trixie/updates");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nothing",
        "name repository",
        "name shop x",
        "name repository x y",
        "name repository %",
        "name repository %2",
        "name repository %zz",
        "name repository %41",
        "object repository x",
        "object repository 1-1-1-1-1",
        "publication  ../x sid",
        "publication  x/ sid",
        "published-pool disk:x .",
        "everything ",
        "package-pool x"
      })
  void refusesOtherTexts(String text) {
    assertThatThrownBy(() -> Resource.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shared", "exclusive", "read everything", "sharedeverything"})
  void refusesTextsThatAreNoClaims(String line) {
    assertThatThrownBy(() -> ResourceClaim.parse(line))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void threeStatesAreFinal() {
    assertThat(TaskState.values())
        .filteredOn(TaskState::isFinished)
        .containsExactly(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED);
  }
}
