package org.entrepot.service.publish;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.index.ContentsIndex;
import org.entrepot.format.index.ContentsLine;
import org.entrepot.format.index.ContentsSegments;
import org.entrepot.format.index.ContentsSource;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.text.ByteText;
import org.entrepot.service.publish.ContentsChanges.Change;
import org.entrepot.service.publish.ContentsManifest.Piece;

/// The segments of a Contents index, made of those of the index before it: a segment in which
/// nothing changes is taken as it is, only the others are read. The result is the same to the byte
/// as when the index is made anew.
///
/// A segment begins with a path that is a boundary by itself, or (rarely) where one got too long.
/// Only the former stay where they are when lines before them change; so segments are looked at in
/// groups that begin with a boundary. Where the first line of a group may vanish, the group is
/// joined to the one before. Used by one thread.
final class ContentsUpdate implements ContentsSource {
  private final List<List<Piece>> groups = new ArrayList<>();
  private final NavigableMap<byte[], Change> changes;
  private final Texts texts;
  private final Queue<Piece> unchanged = new ArrayDeque<>();
  private int next;
  private Optional<ContentsSegments> rewritten = Optional.empty();
  private String firstPath = "";
  private boolean escapes;

  /// The texts of segments.
  interface Texts {
    /// The text of a segment that was written before.
    ///
    /// @throws SegmentLostException when it is not kept any more
    byte[] of(Sha256 key) throws IOException;
  }

  /// A segment is not kept any more: the index has to be made anew.
  static final class SegmentLostException extends IOException {
    private static final long serialVersionUID = 1L;

    SegmentLostException(Sha256 key) {
      super("the segment " + key + " of a Contents index is not in the cache any more");
    }
  }

  ContentsUpdate(ContentsManifest before, ContentsChanges changes, Texts texts) {
    this.changes = changes.byPath();
    this.texts = texts;
    for (Piece piece : before.pieces()) {
      if (groups.isEmpty() || ContentsSegments.isBoundary(piece.firstPath())) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(piece);
    }
    if (groups.isEmpty()) {
      groups.add(List.of());
    }
  }

  @Override
  public Optional<Segment> next() throws IOException {
    while (true) {
      if (rewritten.isPresent()) {
        ContentsSegments segments = rewritten.get();
        Optional<Segment> segment = segments.next();
        firstPath = segments.firstPath();
        escapes |= segments.hasEscapes();
        if (segment.isPresent()) {
          return segment;
        }
        rewritten = Optional.empty();
      }
      Piece piece = unchanged.poll();
      if (piece != null) {
        firstPath = piece.firstPath();
        return Optional.of(new Segment(piece.key(), () -> texts.of(piece.key())));
      }
      if (next == groups.size()) {
        return Optional.empty();
      }
      takeGroups();
    }
  }

  @Override
  public String firstPath() {
    return firstPath;
  }

  @Override
  public boolean hasEscapes() {
    return escapes;
  }

  private void takeGroups() throws IOException {
    int from = next++;
    while (next < groups.size() && mayLoseFirstLine(groups.get(next))) {
      next++;
    }
    NavigableMap<byte[], Change> inside = changes;
    if (from > 0) {
      inside = inside.tailMap(first(groups.get(from)), true);
    }
    if (next < groups.size()) {
      inside = inside.headMap(first(groups.get(next)), false);
    }
    List<Piece> pieces = groups.subList(from, next).stream().flatMap(List::stream).toList();
    if (inside.isEmpty()) {
      unchanged.addAll(pieces);
      return;
    }
    var lines = new Lines(pieces, from == 0, inside);
    rewritten =
        Optional.of(
            from == 0 ? ContentsSegments.of(lines::next) : ContentsSegments.from(lines::next));
  }

  private boolean mayLoseFirstLine(List<Piece> group) {
    Change change = changes.get(first(group));
    return change != null && !change.removed.isEmpty();
  }

  private static byte[] first(List<Piece> group) {
    return ByteText.encode(group.getFirst().firstPath());
  }

  /// The lines of some segments with their changes.
  private final class Lines {
    private final Iterator<Piece> pieces;
    private final Iterator<Map.Entry<byte[], Change>> changed;
    private byte[] text = new byte[0];
    private int at;
    private boolean header;
    private Optional<Old> old = Optional.empty();
    private Optional<Map.Entry<byte[], Change>> change = Optional.empty();
    private boolean started;

    /// A line as it was.
    private static final class Old {
      final byte[] path;
      final List<String> names;

      Old(byte[] path, List<String> names) {
        this.path = path;
        this.names = names;
      }
    }

    Lines(List<Piece> pieces, boolean header, NavigableMap<byte[], Change> inside) {
      this.pieces = pieces.iterator();
      this.header = header;
      this.changed = inside.entrySet().iterator();
    }

    Optional<ContentsLine> next() throws IOException {
      if (!started) {
        started = true;
        old = nextOld();
        change = nextChange();
      }
      while (old.isPresent() || change.isPresent()) {
        int order =
            old.isEmpty()
                ? 1
                : change.isEmpty()
                    ? -1
                    : Arrays.compareUnsigned(old.get().path, change.get().getKey());
        byte[] path = order <= 0 ? old.orElseThrow().path : change.orElseThrow().getKey();
        var names = new TreeSet<String>();
        if (order <= 0) {
          names.addAll(old.orElseThrow().names);
          old = nextOld();
        }
        if (order >= 0) {
          names.addAll(change.orElseThrow().getValue().added);
          names.removeAll(change.orElseThrow().getValue().removed);
          change = nextChange();
        }
        if (!names.isEmpty()) {
          return Optional.of(new ContentsLine(ByteText.decode(path), List.copyOf(names)));
        }
      }
      return Optional.empty();
    }

    private Optional<Map.Entry<byte[], Change>> nextChange() {
      return changed.hasNext() ? Optional.of(changed.next()) : Optional.empty();
    }

    private Optional<Old> nextOld() throws IOException {
      while (at == text.length) {
        if (!pieces.hasNext()) {
          return Optional.empty();
        }
        text = texts.of(pieces.next().key());
        at = header ? ContentsIndex.HEADER.length() + 1 : 0;
        header = false;
      }
      int end = at;
      int blank = at;
      while (text[end] != '\n') {
        if (text[end] == ' ') {
          blank = end;
        }
        end++;
      }
      var line =
          new Old(
              Arrays.copyOfRange(text, at, blank),
              List.of(ByteText.decode(text, blank + 1, end).split(",", -1)));
      at = end + 1;
      return Optional.of(line);
    }
  }
}
