package chat.snug.store;

import chat.snug.room.EventRange;
import chat.snug.room.Lifetime;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.RoomCode;
import chat.snug.room.RoomDirectory;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Seat;
import chat.snug.room.SeatToken;
import chat.snug.room.StoredRoom;
import chat.snug.room.WhoMay;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Rooms, codes and seats in SQL. Thread-safe. */
final class SqlRoomDirectory implements RoomDirectory {
  private static final String ROOM_COLUMNS =
      "room.id, room_code.code, room.epoch, room.title, room.lifetime, room.created_at,"
          + " room.who_may_export";
  private static final String ROOM_WITH_CODE =
      " FROM room JOIN room_code ON room_code.room_id = room.id";

  private final Writers writers;
  private final Dialect dialect;
  private final Deletions deletions;
  private final InstantSource clock;

  SqlRoomDirectory(Writers writers, Dialect dialect, Deletions deletions, InstantSource clock) {
    this.writers = writers;
    this.dialect = dialect;
    this.deletions = deletions;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Boolean> create(
      StoredRoom room, Seat host, Optional<SeatToken.Hash> creationKey) {
    return writers.submit(
        room.id(),
        connection -> {
          if (!takeCode(connection, room)) {
            return false;
          }
          Sql.update(
              connection,
              "INSERT INTO room (id, epoch, title, lifetime, created_at, creation_key)"
                  + " VALUES (?, ?, ?, ?, ?, ?)",
              room.id().value(),
              room.epoch(),
              room.title(),
              room.lifetime().word(),
              room.createdAt().toEpochMilli(),
              creationKey.map(SeatToken.Hash::value).orElse(null));
          Sql.update(
              connection,
              "INSERT INTO room_head (room_id, head_sequence) VALUES (?, 0)",
              room.id().value());
          insert(connection, room.id(), host);
          return true;
        });
  }

  @Override
  public CompletableFuture<Optional<RoomId>> find(RoomCode code) {
    return dialect.read(connection ->
        first(
            connection,
            "SELECT room_id FROM room_code WHERE code = ? AND room_id IS NOT NULL",
            code.value()));
  }

  @Override
  public CompletableFuture<Optional<RoomId>> findCreated(SeatToken.Hash creationKey) {
    return dialect.read(connection ->
        first(connection, "SELECT id FROM room WHERE creation_key = ?", creationKey.value()));
  }

  @Override
  public CompletableFuture<Optional<Contents>> load(RoomId id, int recentEvents, int recentWeight) {
    return dialect.read(connection -> {
      Optional<StoredRoom> room = room(connection, id);
      if (room.isEmpty()) {
        return Optional.empty();
      }
      long head = SqlEventLog.head(connection, SqlEventLog.SELECT_HEAD, id);
      List<RoomEvent> recent =
          SqlEventLog.selectAsTheyAre(
              connection, id, EventRange.last(head - recentEvents, head + 1, recentWeight));
      return Optional.of(
          new Contents(
              room.get(),
              seats(connection, "room_id = ?", id.value()),
              head,
              SqlEventLog.select(connection, id, head - recent.size(), head + 1),
              recent,
              FileRows.waiting(connection, id)));
    });
  }

  @Override
  public CompletableFuture<Seat> addSeat(RoomId room, Seat seat) {
    return writers.submit(
        room,
        connection -> {
          SqlEventLog.head(connection, dialect.selectHeadForUpdate(), room);
          insert(connection, room, seat);
          String token = seat.tokenHash().value();
          return seats(connection, "room_id = ? AND token_hash = ?", room.value(), token)
              .getFirst();
        });
  }

  @Override
  public CompletableFuture<Void> markLeft(RoomId room, Member.Id member, boolean hasLeft) {
    return writers
        .submit(
            room,
            connection ->
                Sql.update(
                    connection,
                    "UPDATE seat SET has_left = ? WHERE room_id = ? AND member_id = ?",
                    hasLeft ? 1 : 0,
                    room.value(),
                    member.value()))
        .thenAccept(_ -> {});
  }

  @Override
  public CompletableFuture<Void> delete(RoomId room, Instant codeFreeAgain) {
    return writers
        .delete(
            room,
            connection -> {
              String id = room.value();
              if (room(connection, room).isEmpty()) {
                return 0;
              }
              SqlEventLog.head(connection, dialect.selectHeadForUpdate(), room);
              Deletions.doomRoom(connection, room);
              Sql.update(connection, "DELETE FROM room WHERE id = ?", id);
              Sql.update(connection, "DELETE FROM room_head WHERE room_id = ?", id);
              Sql.update(connection, "DELETE FROM search_head WHERE room_id = ?", id);
              return Sql.update(
                  connection,
                  "UPDATE room_code SET room_id = NULL, free_at = ? WHERE room_id = ?",
                  codeFreeAgain.toEpochMilli(),
                  id);
            })
        .thenAccept(_ -> deletions.removeRoom(room));
  }

  @Override
  public CompletableFuture<List<StoredRoom>> all() {
    return dialect.read(connection -> {
      try (PreparedStatement select =
              connection.prepareStatement("SELECT " + ROOM_COLUMNS + ROOM_WITH_CODE);
          ResultSet rows = select.executeQuery()) {
        List<StoredRoom> rooms = new ArrayList<>();
        while (rows.next()) {
          rooms.add(room(rows));
        }
        return rooms;
      }
    });
  }

  private boolean takeCode(Connection connection, StoredRoom room) throws SQLException {
    String code = room.code().value();
    Sql.update(
        connection,
        "DELETE FROM room_code WHERE code = ? AND room_id IS NULL AND free_at <= ?",
        code,
        clock.millis());
    return Sql.update(
            connection,
            "INSERT INTO room_code (code, room_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            code,
            room.id().value())
        == 1;
  }

  private static void insert(Connection connection, RoomId room, Seat seat) throws SQLException {
    Member member = seat.member();
    Sql.update(
        connection,
        "INSERT INTO seat (room_id, member_id, token_hash, name, role) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (room_id, token_hash) DO NOTHING",
        room.value(),
        member.id().value(),
        seat.tokenHash().value(),
        member.name().value(),
        member.role().name().toLowerCase(Locale.ROOT));
  }

  private static Optional<StoredRoom> room(Connection connection, RoomId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + ROOM_COLUMNS + ROOM_WITH_CODE + " WHERE room.id = ?")) {
      select.setString(1, id.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(room(rows)) : Optional.empty();
      }
    }
  }

  /** Where only another version knows the word, what is safe: nothing goes, nothing gets out. */
  private static StoredRoom room(ResultSet row) throws SQLException {
    return new StoredRoom(
        new RoomId(row.getString(1)),
        new RoomCode(row.getString(2)),
        row.getString(3),
        row.getString(4),
        Lifetime.of(row.getString(5)).orElse(Lifetime.KEPT),
        Instant.ofEpochMilli(row.getLong(6)),
        WhoMay.of(row.getString(7)).orElse(WhoMay.HOSTS));
  }

  /** A role that only another version knows gives no right here. */
  private static Member.Role role(String word) {
    return Arrays.stream(Member.Role.values())
        .filter(role -> role.name().equalsIgnoreCase(word))
        .findFirst()
        .orElse(Member.Role.MEMBER);
  }

  private static List<Seat> seats(Connection connection, String condition, String... parameters)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT token_hash, member_id, name, role, has_left FROM seat WHERE " + condition)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setString(i + 1, parameters[i]);
      }
      try (ResultSet rows = select.executeQuery()) {
        List<Seat> seats = new ArrayList<>();
        while (rows.next()) {
          Member member =
              new Member(
                  new Member.Id(rows.getString(2)),
                  MemberName.stored(rows.getString(3)),
                  role(rows.getString(4)));
          seats.add(new Seat(new SeatToken.Hash(rows.getString(1)), member, rows.getInt(5) == 1));
        }
        return seats;
      }
    }
  }

  private static Optional<RoomId> first(Connection connection, String query, String parameter)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, parameter);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(new RoomId(rows.getString(1))) : Optional.empty();
      }
    }
  }
}
