package org.entrepot.app.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.entrepot.app.torture.NameHistory.Reply;
import org.entrepot.app.torture.NameHistory.Request;
import org.junit.jupiter.api.Test;

/// The histories find what is wrong, and only that.
class HistoryTest {
  private static final List<Request> REQUESTS = List.of(Request.CREATE, Request.DROP, Request.LOOK);

  private static Span at(long begin, long end) {
    return new Span(begin, end);
  }

  private static MemberHistory members() {
    var history = new MemberHistory("r");
    history.added("a", at(0, 10));
    history.added("b", at(20, 30));
    history.removed("a", at(40, 50));
    return history;
  }

  @Test
  void readsThatAgreeWithTheTimesAreRight() {
    MemberHistory history = members();
    history.read(List.of(), at(1, 5), "x");
    history.read(List.of("a"), at(5, 25), "x");
    history.read(List.of("a", "b"), at(25, 45), "x");
    history.read(List.of("b"), at(45, 60), "x");
    history.updated(at(55, 58));
    history.readPublished(List.of("b"), at(59, 60), "x");
    assertThat(history.violations()).isEmpty();
    assertThat(history.certain()).containsExactly("b");
  }

  @Test
  void aLostUpdateIsFound() {
    MemberHistory history = members();
    history.read(List.of(), at(60, 70), "x");
    assertThat(history.violations()).containsExactly("r: x did not see b, which was there");
  }

  @Test
  void aStaleReadIsFound() {
    MemberHistory history = members();
    history.read(List.of("a"), at(31, 35), "x");
    assertThat(history.violations()).containsExactly("r: x did not see b, which was there");
  }

  @Test
  void whatComesBackIsFound() {
    MemberHistory history = members();
    history.read(List.of("a", "b"), at(51, 55), "x");
    assertThat(history.violations()).containsExactly("r: x saw a, which was gone");
  }

  @Test
  void anUnansweredAdditionMayHappenOrNotButNotBoth() {
    var history = new MemberHistory("r");
    history.added("a", Span.unanswered(0));
    history.read(List.of(), at(10, 20), "x");
    history.read(List.of("a"), at(30, 40), "x");
    assertThat(history.violations()).isEmpty();
    history.read(List.of(), at(50, 60), "x");
    assertThat(history.violations()).containsExactly("r: x did not see a, which was there");
  }

  @Test
  void anUnansweredRemovalThatWasSeenStays() {
    MemberHistory history = members();
    history.removed("b", Span.unanswered(60));
    history.read(List.of(), at(70, 80), "x");
    history.read(List.of("b"), at(75, 85), "x");
    assertThat(history.violations()).isEmpty();
    history.read(List.of("b"), at(90, 95), "x");
    assertThat(history.violations()).containsExactly("r: x saw b, which was gone");
  }

  @Test
  void aForeignOrEarlyMemberIsFound() {
    MemberHistory history = members();
    history.read(List.of("a", "z"), at(12, 15), "x");
    history.read(List.of("a", "b"), at(12, 15), "y");
    assertThat(history.violations())
        .containsExactly("r: x saw z, which nobody added", "r: y saw b before it was added");
  }

  @Test
  void aTreeThatContradictsTheRecordIsFound() {
    MemberHistory history = members();
    history.updated(at(55, 58));
    history.readPublished(List.of("a"), at(60, 61), "x");
    assertThat(history.violations())
        .containsExactlyInAnyOrder(
            "r: x saw a published, which was gone before an update",
            "r: x did not see b published, which was there before an update");
  }

  @Test
  void aValueThatWasReplacedIsNotReadAgain() {
    var history = new RegisterHistory("comment");
    history.wrote("one", at(0, 10));
    history.wrote("two", at(5, 20));
    history.wrote("three", Span.unanswered(25));
    history.read("one", at(30, 40), "x");
    history.read("three", at(30, 40), "x");
    history.read("", at(1, 4), "x");
    assertThat(history.violations()).isEmpty();
    history.wrote("four", at(50, 60));
    history.read("one", at(70, 80), "x");
    history.read("five", at(70, 80), "x");
    assertThat(history.violations())
        .containsExactlyInAnyOrder(
            "comment: x read \"one\" although \"four\" had replaced it",
            "comment: x read \"five\" before it was written");
  }

  private static NameHistory name() {
    return new NameHistory("n");
  }

  @Test
  void twoWhoCreateOneNameAreFound() {
    NameHistory history = name();
    history.add(Request.CREATE, Reply.YES, at(0, 10), "x");
    history.add(Request.CREATE, Reply.YES, at(0, 10), "y");
    assertThat(history.violations()).singleElement().asString().contains("no order explains");
    history.add(Request.DROP, Reply.YES, at(5, 8), "z");
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void aRefusalWithoutAReasonIsFound() {
    NameHistory history = name();
    history.add(Request.CREATE, Reply.NO, at(0, 10), "x");
    assertThat(history.violations()).hasSize(1);
    history.add(Request.CREATE, Reply.NONE, Span.unanswered(5), "y");
    assertThat(history.violations()).isEmpty();
  }

  @Test
  void anAcknowledgedNameThatIsNotThereIsFound() {
    NameHistory history = name();
    history.add(Request.CREATE, Reply.YES, at(0, 10), "x");
    history.add(Request.LOOK, Reply.NO, at(5, 15), "y");
    assertThat(history.violations()).isEmpty();
    history.add(Request.LOOK, Reply.NO, at(11, 15), "y");
    assertThat(history.violations()).hasSize(1);
  }

  @Test
  void twoWhoDropOneNameAreFound() {
    NameHistory history = name();
    history.add(Request.CREATE, Reply.YES, at(0, 10), "x");
    history.add(Request.DROP, Reply.YES, at(20, 30), "y");
    history.add(Request.DROP, Reply.NO, at(20, 30), "z");
    assertThat(history.violations()).isEmpty();
    history.add(Request.DROP, Reply.YES, at(25, 30), "w");
    assertThat(history.violations()).hasSize(1);
  }

  /// Histories that were made by one order are right, whatever the times around its instants; one
  /// answer that is turned round makes most of them wrong.
  @Test
  void randomHistoriesAreToldApart() {
    long seed = Long.getLong("entrepot.seed", 17);
    var random = new Random(seed);
    int found = 0;
    for (int round = 0; round < 200; round++) {
      NameHistory right = name();
      NameHistory wrong = name();
      int turned = random.nextInt(60);
      boolean there = false;
      for (int i = 0; i < 60; i++) {
        Request request = REQUESTS.get(random.nextInt(REQUESTS.size()));
        boolean yes = request == Request.CREATE ? !there : there;
        Span span = at(i * 10L - random.nextInt(60), i * 10L + random.nextInt(60));
        right.add(request, yes ? Reply.YES : Reply.NO, span, "c" + i);
        wrong.add(request, yes ^ (i == turned) ? Reply.YES : Reply.NO, span, "c" + i);
        there = request == Request.LOOK ? there : request == Request.CREATE;
      }
      assertThat(right.violations()).as("seed %d, round %d", seed, round).isEmpty();
      found += wrong.violations().isEmpty() ? 0 : 1;
    }
    assertThat(found).as("seed %d", seed).isGreaterThan(100);
  }
}
