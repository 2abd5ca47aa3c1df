package chat.snug.api;

import static java.util.Objects.requireNonNull;

import chat.snug.archive.ArchiveFormat;
import chat.snug.archive.ArchiveSource;
import chat.snug.archive.ArchiveWriter;
import chat.snug.archive.RoomArchive;
import chat.snug.archive.RoomRestorer;
import chat.snug.file.FileShelf;
import chat.snug.file.StoredFile;
import chat.snug.limit.Shares;
import chat.snug.limit.UploadLimiter;
import chat.snug.net.HttpAnswer;
import chat.snug.net.HttpExchange;
import chat.snug.net.HttpRoutes;
import chat.snug.room.History;
import chat.snug.room.HistoryRange;
import chat.snug.room.Overview;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomId;
import chat.snug.room.Rooms;
import chat.snug.room.SeatToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Whole rooms: written for any member, and filled again by a host. Thread-safe. */
public final class ArchiveRoutes {
  /**
   * Rooms that are written or filled at the same time, over the whole server and for an address.
   */
  private static final int MAX_AT_ONCE = 16;

  private static final int MAX_OF_ADDRESS = 4;

  /** What an event takes in a written room, beside its files, more or less. */
  private static final int EVENT_BYTES = 400;

  private static final JsonMapper JSON = new JsonMapper();

  private final Rooms rooms;
  private final FileShelf shelf;
  private final UploadLimiter limiter;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Shares underWay = new Shares(MAX_AT_ONCE, MAX_OF_ADDRESS);

  /**
   * Makes the routes.
   *
   * @param random a cryptographically strong source
   */
  public ArchiveRoutes(
      Rooms rooms,
      FileShelf shelf,
      UploadLimiter limiter,
      InstantSource clock,
      RandomGenerator random) {
    this.rooms = requireNonNull(rooms, "rooms");
    this.shelf = requireNonNull(shelf, "shelf");
    this.limiter = requireNonNull(limiter, "limiter");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
  }

  /** Adds {@code GET /api/v1/rooms/ROOM/export} and {@code POST /api/v1/rooms/ROOM/import}. */
  public HttpRoutes addTo(HttpRoutes routes) {
    return routes
        .blocking("GET", "/api/v1/rooms/:room/export", Work.handler(this::export))
        .blocking("POST", "/api/v1/rooms/:room/import", Work.handler(this::restore));
  }

  private void export(HttpExchange exchange) {
    Overview overview = overview(exchange);
    SeatToken token = Seats.token(exchange);
    RoomArchive archive = archive(exchange, overview);
    Work.inPlace(
        underWay,
        exchange.remoteAddress(),
        () -> exchange.respond(answer(archive, new Source(overview.room().id(), token))));
  }

  private void restore(HttpExchange exchange) {
    Overview overview = overview(exchange);
    Work.inPlace(
        underWay,
        exchange.remoteAddress(),
        () -> {
          try {
            RoomRestorer.Restored restored =
                new RoomRestorer(rooms, shelf, overview, Seats.token(exchange), random)
                    .restore(
                        new MeteredStream(
                            exchange.body(),
                            count -> Work.keepTo(limiter.bytes(exchange.remoteAddress(), count))));
            exchange.respond(
                HttpAnswer.of(200, "application/json", JSON.writeValueAsString(restored)));
          } catch (IOException broken) {
            throw new RefusedException(Refusal.UNAVAILABLE, "The file did not arrive as a whole.");
          }
        });
  }

  private Overview overview(HttpExchange exchange) {
    Work.keepTo(limiter.file(exchange.remoteAddress()));
    RoomId room = Seats.room(exchange);
    return Work.await(rooms.survey(room, Seats.token(exchange)));
  }

  private RoomArchive archive(HttpExchange exchange, Overview overview) {
    ArchiveFormat format =
        ArchiveFormat.of(exchange.query("format").orElse("html"))
            .orElseThrow(() ->
                new RefusedException(
                    Refusal.MALFORMED, "A room is written as html, json or markdown."));
    return new RoomArchive(
        overview,
        format,
        clock.instant(),
        exchange.query("zone").map(ArchiveRoutes::zone).orElse(ZoneOffset.UTC),
        Locale.forLanguageTag(exchange.query("language").orElse("en")));
  }

  private HttpAnswer answer(RoomArchive archive, Source source) {
    long files =
        archive.format() == ArchiveFormat.MARKDOWN ? 0 : shelf.bytesOf(source.room()) * 4 / 3;
    return new HttpAnswer(
            200,
            Map.of(),
            new HttpAnswer.Body.Stream(output -> ArchiveWriter.write(archive, source, output)))
        .with("Content-Type", archive.format().contentType())
        .with("Content-Security-Policy", "sandbox; default-src 'none'")
        .with("Cache-Control", "no-store")
        .with("Snug-Bytes-About", String.valueOf(files + archive.room().head() * EVENT_BYTES))
        .with("Content-Disposition", "attachment; filename=\"%s\"".formatted(archive.fileName()));
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      return ZoneOffset.UTC;
    }
  }

  /** A room as whoever holds this seat reads it. */
  private final class Source implements ArchiveSource {
    private final RoomId room;
    private final SeatToken token;

    Source(RoomId room, SeatToken token) {
      this.room = room;
      this.token = token;
    }

    RoomId room() {
      return room;
    }

    @Override
    public History after(long sequence) {
      return Work.await(
          rooms.history(room, token, new HistoryRange.After(sequence, HistoryRange.MAX_LIMIT)));
    }

    @Override
    public Optional<StoredFile> file(String id) {
      return shelf.find(id);
    }
  }
}
