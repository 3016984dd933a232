package org.entrepot.catalog.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.entrepot.catalog.error.CatalogFailure;
import org.jspecify.annotations.Nullable;

/// One use of a prepared statement: bind the parameters in order, then end with one of [#run()],
/// [#runBatch()], [#each], [#list], [#first], [#number()].
///
/// Rows are read to the end before the next call begins, so that calls may be nested.
public final class Call {
  private final Session session;
  private final String name;
  private final String sql;
  private final PreparedStatement statement;
  private int bound;

  Call(Session session, String name, String sql, PreparedStatement statement) {
    this.session = session;
    this.name = name;
    this.sql = sql;
    this.statement = statement;
  }

  private interface Binding {
    void bind(int index) throws SQLException;
  }

  private Call bind(Binding binding) {
    try {
      bound++;
      binding.bind(bound);
      return this;
    } catch (SQLException e) {
      throw session.failure(name, e);
    }
  }

  /// Binds text. NUL and lone surrogates, which not every engine can store, become U+FFFD.
  public Call text(String value) {
    var stored = StorableText.of(value);
    return bind(i -> statement.setString(i, stored));
  }

  /// Binds text, or null.
  public Call text(Optional<String> value) {
    return value.isPresent() ? text(value.get()) : bind(i -> statement.setNull(i, Types.VARCHAR));
  }

  /// Binds a 32 bit number.
  public Call number(int value) {
    return bind(i -> statement.setInt(i, value));
  }

  /// Binds a 64 bit number.
  public Call number(long value) {
    return bind(i -> statement.setLong(i, value));
  }

  /// Binds 1 or 0.
  public Call flag(boolean value) {
    return number(value ? 1 : 0);
  }

  /// Binds bytes.
  public Call bytes(byte[] value) {
    return bind(i -> statement.setBytes(i, value));
  }

  /// Binds bytes, or null.
  public Call bytes(Optional<byte[]> value) {
    return value.isPresent() ? bytes(value.get()) : noBytes();
  }

  /// Binds null for bytes.
  public Call noBytes() {
    return bind(i -> statement.setNull(i, Types.BINARY));
  }

  /// Binds an id as text.
  public Call uuid(UUID value) {
    return bind(i -> statement.setString(i, value.toString()));
  }

  /// Binds an id as text, or null.
  public Call uuid(Optional<UUID> value) {
    return text(value.map(UUID::toString));
  }

  /// Binds a time as microseconds since 1970 UTC.
  public Call instant(Instant value) {
    return number(ChronoUnit.MICROS.between(Instant.EPOCH, value));
  }

  /// Binds a list of numbers for [Dialect#in(String)].
  public Call numbers(long[] values) {
    return switch (session.dialect()) {
      case SQLITE ->
          bind(i ->
              statement.setString(
                  i,
                  LongStream.of(values)
                      .mapToObj(Long::toString)
                      .collect(Collectors.joining(",", "[", "]"))));
      case POSTGRES ->
          bind(i -> {
            var boxed = LongStream.of(values).boxed().toArray();
            statement.setArray(i, statement.getConnection().createArrayOf("bigint", boxed));
          });
    };
  }

  /// Binds a list of texts for [Dialect#in(String)].
  public Call texts(Collection<String> values) {
    var stored = values.stream().map(StorableText::of).toList();
    return switch (session.dialect()) {
      case SQLITE -> bind(i -> statement.setString(i, StorableText.json(stored)));
      case POSTGRES ->
          bind(i ->
              statement.setArray(
                  i, statement.getConnection().createArrayOf("text", stored.toArray())));
    };
  }

  /// Ends one set of parameters of a batch.
  public void add() {
    try {
      statement.addBatch();
      bound = 0;
    } catch (SQLException e) {
      throw session.failure(name, e);
    }
  }

  /// Executes the batch.
  public void runBatch() {
    session.reach(name);
    try {
      statement.executeBatch();
      session.release(sql, statement);
    } catch (SQLException e) {
      throw session.failure(name, deepest(e));
    }
  }

  private static SQLException deepest(SQLException e) {
    // A batch error of PostgreSQL holds the reason as the next exception.
    var next = e.getNextException();
    return next == null ? e : next;
  }

  /// Executes it and returns how many rows changed.
  public int run() {
    session.reach(name);
    try {
      var changed = statement.executeUpdate();
      session.release(sql, statement);
      return changed;
    } catch (SQLException e) {
      throw session.failure(name, e);
    }
  }

  /// Hands over each row; the action must not make calls itself.
  public void each(Consumer<Row> action) {
    session.reach(name);
    try {
      try (var rows = statement.executeQuery()) {
        var row = new Row(rows, name, session);
        while (row.next()) {
          accept(action, row);
        }
      }
      session.release(sql, statement);
    } catch (SQLException e) {
      throw session.failure(name, e);
    }
  }

  private void accept(Consumer<Row> action, Row row) {
    try {
      action.accept(row);
    } catch (IllegalArgumentException e) {
      // A value that our types refuse can only come from damage.
      throw new CatalogFailure(
          CatalogFailure.Reason.CORRUPT,
          "the catalog holds damaged rows, found when asked to " + name + ": " + e.getMessage(),
          e);
    }
  }

  /// Returns what is made of the rows.
  public <T> List<T> list(Function<Row, T> shape) {
    var found = new ArrayList<T>();
    each(row -> found.add(shape.apply(row)));
    return found;
  }

  /// Returns what is made of the first row.
  public <T> Optional<T> first(Function<Row, T> shape) {
    var found =
        new Object() {
          @Nullable T value;
        };
    each(row -> {
      if (found.value == null) {
        found.value = shape.apply(row);
      }
    });
    return Optional.ofNullable(found.value);
  }

  /// Returns the number in the only column of the only row.
  public long number() {
    return first(Row::number).orElseThrow(() -> new IllegalStateException("no row to " + name));
  }

  /// Returns whether there is a row.
  public boolean exists() {
    return first(_ -> true).isPresent();
  }
}
