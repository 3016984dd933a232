package org.entrepot.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.error.CatalogFailure;
import org.jspecify.annotations.Nullable;

/// The current row of a result, read column by column from the left.
public final class Row {
  private final ResultSet rows;
  private final String call;
  private final Session session;
  private int column;

  Row(ResultSet rows, String call, Session session) {
    this.rows = rows;
    this.call = call;
    this.session = session;
  }

  private interface Read<T extends @Nullable Object> {
    T at(int column) throws SQLException;
  }

  private <T extends @Nullable Object> T read(Read<T> read) {
    try {
      column++;
      return read.at(column);
    } catch (SQLException e) {
      throw session.failure(call, e);
    }
  }

  private <T> T present(@Nullable T value) {
    if (value == null) {
      throw CatalogFailure.corrupt(
          "the catalog holds no value in column %d when asked to %s".formatted(column, call));
    }
    return value;
  }

  boolean next() throws SQLException {
    column = 0;
    return rows.next();
  }

  /// Returns the next column as text.
  public String text() {
    return present(read(rows::getString));
  }

  /// Returns the next column as text, or nothing when it is null.
  public Optional<String> maybeText() {
    return Optional.ofNullable(read(rows::getString));
  }

  /// Returns the next column as a 32 bit number; null is 0.
  public int integer() {
    return read(rows::getInt);
  }

  /// Returns the next column as a 64 bit number; null is 0.
  public long number() {
    return read(rows::getLong);
  }

  /// Returns whether the next column is not 0.
  public boolean flag() {
    return integer() != 0;
  }

  /// Returns the bytes of the next column.
  public byte[] bytes() {
    return present(read(rows::getBytes));
  }

  /// Returns the bytes of the next column, or nothing when it is null.
  public Optional<byte[]> maybeBytes() {
    return Optional.ofNullable(read(rows::getBytes));
  }

  /// Returns the next column as an id.
  public UUID uuid() {
    return UUID.fromString(text());
  }

  /// Returns the next column as an id, or nothing when it is null.
  public Optional<UUID> maybeUuid() {
    return maybeText().map(UUID::fromString);
  }

  /// Returns the next column as a time.
  public Instant instant() {
    return Instant.EPOCH.plus(number(), ChronoUnit.MICROS);
  }

  /// Returns the next column as a time, or nothing when it is 0 or null.
  public Optional<Instant> maybeInstant() {
    var micros = number();
    return micros == 0
        ? Optional.empty()
        : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }
}
