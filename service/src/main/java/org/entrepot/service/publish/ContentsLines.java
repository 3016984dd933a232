package org.entrepot.service.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.index.ContentsLine;
import org.entrepot.format.index.ContentsSegments;
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
  ContentsSegments segments() throws IOException {
    PathSorter.Groups groups = sorter.groups();
    return ContentsSegments.of(() -> groups.next().map(this::line));
  }

  private ContentsLine line(PathSorter.Owned owned) {
    List<String> packages = new ArrayList<>(owned.owners.length);
    for (int owner : owned.owners) {
      packages.add(names.get(owner));
    }
    return new ContentsLine(ByteText.decode(owned.path), packages);
  }

  @Override
  public void close() throws IOException {
    sorter.close();
  }
}
