package org.entrepot.domain.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A glob over a whole text: `*` is any run of characters except `/`, `?` one character except `/`,
/// `[a-z]` and `[^a-z]` one character of a class, `\x` the character x. Matching takes time in
/// proportion to the lengths of pattern and text. Immutable.
public final class Glob {
  private static final int[] NO_RANGES = {};

  private enum Shape {
    ONE_OF,
    NONE_OF,
    ANY_ONE,
    ANY_RUN
  }

  /// A piece of the pattern; `ranges` holds pairs of first and last code point.
  @SuppressWarnings("ArrayRecordComponent") // never compared; private to this class
  private record Piece(Shape shape, int[] ranges) {
    boolean takes(int c) {
      return switch (shape) {
        case ANY_ONE, ANY_RUN -> c != '/';
        case ONE_OF -> inRanges(c);
        case NONE_OF -> !inRanges(c);
      };
    }

    private boolean inRanges(int c) {
      for (int i = 0; i < ranges.length; i += 2) {
        if (c >= ranges[i] && c <= ranges[i + 1]) {
          return true;
        }
      }
      return false;
    }
  }

  private final Piece[] pieces;

  private Glob(List<Piece> pieces) {
    this.pieces = pieces.toArray(new Piece[0]);
  }

  /// The glob that the pattern spells, unless it is malformed: an unfinished class or escape, an
  /// empty class, a range without an end or with a class sign as one.
  public static Optional<Glob> parse(String pattern) {
    return Optional.ofNullable(new Parser(pattern).parse());
  }

  /// Whether the glob takes the whole text.
  public boolean matches(String text) {
    // reached[p]: the pieces before p match the text so far.
    var reached = new boolean[pieces.length + 1];
    reached[0] = true;
    skipRuns(reached);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!advance(reached, c)) {
        return false;
      }
    }
    return reached[pieces.length];
  }

  /// Lets each reached piece take the character; says whether any place is left.
  private boolean advance(boolean[] reached, int c) {
    boolean any = false;
    for (int p = pieces.length; p >= 0; p--) {
      boolean stays = p < pieces.length && pieces[p].shape == Shape.ANY_RUN && pieces[p].takes(c);
      boolean comes =
          p > 0 && reached[p - 1] && pieces[p - 1].shape != Shape.ANY_RUN && pieces[p - 1].takes(c);
      reached[p] = (reached[p] && stays) || comes;
      any |= reached[p];
    }
    skipRuns(reached);
    return any;
  }

  /// A run may be empty.
  private void skipRuns(boolean[] reached) {
    for (int p = 0; p < pieces.length; p++) {
      if (reached[p] && pieces[p].shape == Shape.ANY_RUN) {
        reached[p + 1] = true;
      }
    }
  }

  private static final class Parser {
    private static final int BAD = -1;

    private final int[] pattern;
    private int at;

    Parser(String pattern) {
      this.pattern = pattern.codePoints().toArray();
    }

    @Nullable Glob parse() {
      var pieces = new ArrayList<Piece>();
      while (at < pattern.length) {
        int c = pattern[at++];
        switch (c) {
          case '*' -> pieces.add(new Piece(Shape.ANY_RUN, NO_RANGES));
          case '?' -> pieces.add(new Piece(Shape.ANY_ONE, NO_RANGES));
          case '[' -> {
            var piece = parseClass();
            if (piece == null) {
              return null;
            }
            pieces.add(piece);
          }
          case '\\' -> {
            if (at == pattern.length) {
              return null;
            }
            pieces.add(literal(pattern[at++]));
          }
          default -> pieces.add(literal(c));
        }
      }
      return new Glob(pieces);
    }

    private static Piece literal(int c) {
      return new Piece(Shape.ONE_OF, new int[] {c, c});
    }

    private @Nullable Piece parseClass() {
      boolean negated = at < pattern.length && pattern[at] == '^';
      if (negated) {
        at++;
      }
      var ranges = new ArrayList<Integer>();
      while (at < pattern.length && (pattern[at] != ']' || ranges.isEmpty())) {
        int low = member();
        int high = low;
        if (at < pattern.length && pattern[at] == '-') {
          at++;
          high = member();
        }
        if (low == BAD || high == BAD) {
          return null;
        }
        ranges.add(low);
        ranges.add(high);
      }
      if (at == pattern.length) {
        return null;
      }
      at++;
      return new Piece(
          negated ? Shape.NONE_OF : Shape.ONE_OF,
          ranges.stream().mapToInt(Integer::intValue).toArray());
    }

    private int member() {
      if (at == pattern.length || pattern[at] == '-' || pattern[at] == ']') {
        return BAD;
      }
      if (pattern[at] == '\\') {
        at++;
      }
      return at == pattern.length ? BAD : pattern[at++];
    }
  }
}
