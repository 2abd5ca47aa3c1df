package chat.snug.store;

import chat.snug.file.FileIndex;
import chat.snug.file.Upload;
import chat.snug.room.Attachment;
import chat.snug.room.Attachment.Picture;
import chat.snug.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The rows of files in SQL. Thread-safe. */
final class SqlFileIndex implements FileIndex {
  private static final int DOOMED_AT_ONCE = 500;

  /** Rows that belong to no room alone are written by this room's writer. */
  private static final RoomId ANY = new RoomId("0".repeat(22));

  private final Writers writers;
  private final Dialect dialect;

  SqlFileIndex(Writers writers, Dialect dialect) {
    this.writers = writers;
    this.dialect = dialect;
  }

  @Override
  public CompletableFuture<Boolean> add(Upload upload, Kept kept, long at) {
    Attachment attachment = kept.attachment();
    Optional<Picture> picture = attachment.picture();
    return writers.submit(
        upload.room(),
        connection -> {
          SqlEventLog.head(connection, dialect.selectHeadForUpdate(), upload.room());
          return Sql.update(
                  connection,
                  "INSERT INTO file (room_id, member_id, upload_key, uploaded_at, digest, "
                      + FileRows.COLUMNS
                      + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
                      + " ON CONFLICT (room_id, member_id, upload_key) DO NOTHING",
                  upload.room().value(),
                  upload.member().value(),
                  upload.key(),
                  at,
                  kept.digest().orElse(null),
                  attachment.id(),
                  attachment.name(),
                  attachment.type(),
                  attachment.size(),
                  picture.map(Picture::width).orElse(null),
                  picture.map(Picture::height).orElse(null),
                  picture.filter(Picture::thumbnail).isPresent() ? 1 : 0)
              == 1;
        });
  }

  @Override
  public CompletableFuture<Optional<Kept>> findUpload(Upload upload) {
    return first(
        "room_id = ? AND member_id = ? AND upload_key = ?",
        upload.room().value(),
        upload.member().value(),
        upload.key());
  }

  @Override
  public CompletableFuture<Optional<Attachment>> find(String id) {
    return first("id = ?", id).thenApply(found -> found.map(Kept::attachment));
  }

  @Override
  public CompletableFuture<Long> bytesOf(RoomId room) {
    return dialect.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT COALESCE(SUM(size), 0) FROM file WHERE room_id = ?")) {
        select.setString(1, room.value());
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() ? rows.getLong(1) : 0L;
        }
      }
    });
  }

  @Override
  public CompletableFuture<Void> doomOrphans(long before) {
    return writers
        .inSlices(
            ANY,
            false,
            (connection, _) ->
                FileRows.doomSome(connection, "sequence IS NULL AND uploaded_at < ?", before))
        .thenAccept(_ -> {});
  }

  @Override
  public CompletableFuture<List<String>> doomed() {
    return dialect.read(connection ->
        ids(connection, "SELECT id FROM doomed_file LIMIT " + DOOMED_AT_ONCE, List.of()));
  }

  @Override
  public CompletableFuture<Void> forget(List<String> ids) {
    return writers
        .delete(
            ANY,
            connection -> {
              for (String id : ids) {
                Sql.update(connection, "DELETE FROM doomed_file WHERE id = ?", id);
              }
              return true;
            })
        .thenAccept(_ -> {});
  }

  @Override
  public CompletableFuture<Set<String>> known(List<String> ids) {
    String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
    return dialect.read(connection ->
        new HashSet<>(ids(connection, "SELECT id FROM file WHERE id IN (" + places + ")", ids)));
  }

  private CompletableFuture<Optional<Kept>> first(String condition, String... parameters) {
    return dialect.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT "
                  + FileRows.COLUMNS
                  + ", digest FROM file WHERE "
                  + condition
                  + " AND "
                  + FileRows.IS_THERE)) {
        for (int i = 0; i < parameters.length; i++) {
          select.setString(i + 1, parameters[i]);
        }
        try (ResultSet rows = select.executeQuery()) {
          return rows.next()
              ? Optional.of(new Kept(FileRows.read(rows), Optional.ofNullable(rows.getString(9))))
              : Optional.empty();
        }
      }
    });
  }

  private static List<String> ids(Connection connection, String query, List<String> parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.size(); i++) {
        select.setString(i + 1, parameters.get(i));
      }
      try (ResultSet rows = select.executeQuery()) {
        List<String> ids = new ArrayList<>();
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
        return ids;
      }
    }
  }
}
