package org.entrepot.service.publish;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.index.segment.SegmentBoundaries;
import org.entrepot.format.index.segment.SegmentSource;
import org.entrepot.format.text.ByteText;
import org.entrepot.service.task.OperationContext;

/// The lines of a Contents index, sorted by the bytes of the paths, in bounded memory.
final class ContentsLines implements AutoCloseable {
  private final PathSorter sorter;
  private final List<String> names;

  private ContentsLines(PathSorter sorter, List<String> names) {
    this.sorter = sorter;
    this.names = names;
  }

  static ContentsLines of(OperationContext context, List<PackageRow> rows, Path work)
      throws IOException {
    // Owners are numbered in the order of their qualified names, so sorted numbers give sorted
    // names.
    List<String> names = rows.stream().map(PackageRow::qualifiedName).distinct().sorted().toList();
    Map<String, Integer> numbers = HashMap.newHashMap(names.size());
    for (int i = 0; i < names.size(); i++) {
      numbers.put(names.get(i), i);
    }
    Map<Integer, Integer> owners = HashMap.newHashMap(rows.size());
    for (PackageRow row : rows) {
      owners.put(row.id(), numbers.get(row.qualifiedName()));
    }
    var sorter = new PathSorter(work);
    PackageSet ids = PackageSet.of(rows.stream().mapToInt(PackageRow::id));
    try {
      context.read(view -> {
        view.forEachContents(
            ids,
            (id, paths) -> {
              int owner = owners.getOrDefault(id, 0);
              try {
                for (String path : paths) {
                  sorter.add(ByteText.encode(path), owner);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
        return true;
      });
    } catch (UncheckedIOException e) {
      sorter.close();
      throw new IOException("sorting the paths of packages failed: " + e.getMessage(), e);
    }
    return new ContentsLines(sorter, names);
  }

  /// The segments of the index.
  SegmentSource segments() throws IOException {
    var boundaries = new SegmentBoundaries(SegmentBoundaries.CONTENTS);
    PathSorter.Groups groups = sorter.groups();
    return new SegmentSource() {
      private Optional<PathSorter.Owned> line = groups.next();

      @Override
      public Optional<Segment> next() throws IOException {
        if (line.isEmpty()) {
          return Optional.empty();
        }
        var text = new ByteArrayOutputStream(1 << 19);
        do {
          write(line.get(), text);
          line = groups.next();
        } while (line.isPresent()
            && !boundaries.beginsWith(new String(line.get().path, StandardCharsets.ISO_8859_1)));
        return Optional.of(Segment.of("contents", text.toByteArray()));
      }
    };
  }

  private void write(PathSorter.Owned line, ByteArrayOutputStream text) {
    text.writeBytes(line.path);
    text.write(' ');
    boolean first = true;
    for (int owner : line.owners) {
      if (!first) {
        text.write(',');
      }
      first = false;
      text.writeBytes(names.get(owner).getBytes(StandardCharsets.UTF_8));
    }
    text.write('\n');
  }

  @Override
  public void close() throws IOException {
    sorter.close();
  }
}
