package org.entrepot.catalog.table;

import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import org.entrepot.catalog.sql.Call;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.packages.PackageSet;

/// Reads rows by the ids of a set, some thousand ids at a time, so that memory is bounded on both
/// engines and actions may run between the blocks. Dense blocks are read as a range, sparse ones as
/// a list.
final class IdBlocks {
  static final int BLOCK = 2048;
  // Skipping a row costs about a third of seeking one.
  private static final long SPARSEST_RANGE = 3;

  private final PackageSet set;

  IdBlocks(PackageSet set) {
    this.set = set;
  }

  /// Some ids of the set, ascending.
  static final class Block {
    private final PackageSet set;
    private final int[] ids;
    private final int count;

    private Block(PackageSet set, int[] ids, int count) {
      this.set = set;
      this.ids = ids;
      this.count = count;
    }

    /// Returns how many.
    int count() {
      return count;
    }

    private long span() {
      return (long) ids[count - 1] - ids[0] + 1;
    }

    /// Returns the ids.
    long[] list() {
      return Arrays.stream(ids, 0, count).asLongStream().toArray();
    }

    /// Hands over the rows of a query of the form `select COLUMNS from TABLE where CONDITION order
    /// by ...`, whose first column is the id.
    void each(Session session, String name, String select, String column, IdRow action) {
      var range = span() <= SPARSEST_RANGE * count;
      var condition = range ? column + " between ? and ?" : session.dialect().in(column);
      Call call = session.call(name, select.replace("${IDS}", condition));
      if (range) {
        call.number(ids[0]).number(ids[count - 1]);
      } else {
        call.numbers(list());
      }
      var dense = span() == count;
      call.each(row -> {
        var id = row.integer();
        if (dense || set.contains(id)) {
          action.accept(id, row);
        }
      });
    }
  }

  /// Receives a row whose id has been read.
  interface IdRow {
    void accept(int id, Row row);
  }

  /// Hands over block after block.
  void each(Consumer<Block> action) {
    PrimitiveIterator.OfInt ids = set.iterator();
    while (ids.hasNext()) {
      var block = new int[BLOCK];
      var count = 0;
      while (count < BLOCK && ids.hasNext()) {
        block[count] = ids.nextInt();
        count++;
      }
      action.accept(new Block(set, block, count));
    }
  }
}
