package org.entrepot.app.torture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// Who created, dropped and looked at the object of one name. The answers must be those of some
/// order, one after the other, that agrees with the times (linearizability, by the search of Wing
/// and Gong). Safe for any thread.
final class NameHistory {
  private static final int MOST_STATES = 2_000_000;

  /// What was asked.
  enum Request {
    CREATE,
    DROP,
    LOOK
  }

  /// What was answered: done or there; refused or not there; nothing.
  enum Reply {
    YES,
    NO,
    NONE
  }

  private record Event(Request request, Reply reply, Span span, String by) {}

  private record State(BitSet done, boolean there) {}

  private final String name;
  private final List<Event> events = new ArrayList<>();

  NameHistory(String name) {
    this.name = name;
  }

  synchronized void add(Request request, Reply reply, Span span, String by) {
    if (request != Request.LOOK || reply != Reply.NONE) {
      events.add(new Event(request, reply, span, by));
    }
  }

  synchronized int size() {
    return events.size();
  }

  synchronized List<String> violations() {
    List<Event> sorted =
        events.stream().sorted(Comparator.comparingLong(event -> event.span().begin())).toList();
    var seen = new HashSet<State>();
    var open = new ArrayDeque<State>();
    open.push(new State(new BitSet(), false));
    while (!open.isEmpty()) {
      State state = open.pop();
      if (!seen.add(state)) {
        continue;
      }
      if (seen.size() > MOST_STATES) {
        return List.of(name + ": too many orders are possible to say whether one is right");
      }
      long firstEnd = Span.NEVER;
      for (int i = 0; i < sorted.size(); i++) {
        if (!state.done().get(i)) {
          firstEnd = Math.min(firstEnd, sorted.get(i).span().end());
        }
      }
      if (firstEnd == Span.NEVER) {
        return List.of(); // whatever was answered has its place
      }
      for (int i = 0; i < sorted.size() && sorted.get(i).span().begin() <= firstEnd; i++) {
        if (!state.done().get(i)) {
          next(state, i, sorted.get(i), open);
        }
      }
    }
    return List.of(name + ": no order explains " + sorted);
  }

  private static void next(State state, int number, Event event, ArrayDeque<State> open) {
    boolean wanted = event.request() == Request.DROP; // whether it must be there for a YES
    boolean changes = event.request() != Request.LOOK;
    boolean possible =
        switch (event.reply()) {
          case YES -> state.there() == (event.request() == Request.LOOK || wanted);
          case NO -> state.there() == (event.request() == Request.CREATE);
          case NONE -> state.there() == wanted; // otherwise it makes no difference
        };
    if (possible) {
      var done = (BitSet) state.done().clone();
      done.set(number);
      boolean after =
          (changes && event.reply() != Reply.NO)
              ? event.request() == Request.CREATE
              : state.there();
      open.push(new State(done, after));
    }
  }
}
