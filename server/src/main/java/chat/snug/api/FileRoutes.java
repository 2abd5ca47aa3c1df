package chat.snug.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import chat.snug.file.FileShelf;
import chat.snug.file.StoredFile;
import chat.snug.file.Upload;
import chat.snug.limit.Shares;
import chat.snug.limit.UploadLimiter;
import chat.snug.net.HttpAnswer;
import chat.snug.net.HttpExchange;
import chat.snug.net.HttpRoutes;
import chat.snug.room.Attachment;
import chat.snug.room.Member;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomId;
import chat.snug.room.Rooms;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/** Files: brought by members, read by who knows their ids. Thread-safe. */
public final class FileRoutes {
  /** Files that come in at the same time, over the whole server and from one address. */
  private static final int MAX_UPLOADS = 64;

  private static final int MAX_UPLOADS_OF_ADDRESS = 8;
  private static final JsonMapper JSON = new JsonMapper();

  private final Rooms rooms;
  private final FileShelf shelf;
  private final UploadLimiter limiter;
  private final Shares uploads = new Shares(MAX_UPLOADS, MAX_UPLOADS_OF_ADDRESS);

  /** Makes the routes. */
  public FileRoutes(Rooms rooms, FileShelf shelf, UploadLimiter limiter) {
    this.rooms = requireNonNull(rooms, "rooms");
    this.shelf = requireNonNull(shelf, "shelf");
    this.limiter = requireNonNull(limiter, "limiter");
  }

  /** Adds {@code PUT /api/v1/rooms/ROOM/files/KEY} and {@code GET /files/ID}. */
  public HttpRoutes addTo(HttpRoutes routes) {
    return routes
        .blocking(
            "PUT",
            "/api/v1/rooms/:room/files/:key",
            Work.handler(exchange ->
                Work.inPlace(
                    uploads, exchange.remoteAddress(), () -> exchange.respond(upload(exchange)))))
        .blocking(
            "GET", "/files/:id", Work.handler(exchange -> exchange.respond(download(exchange))))
        .blocking(
            "GET",
            "/files/:id/thumbnail",
            Work.handler(exchange -> exchange.respond(thumbnail(exchange))));
  }

  private HttpAnswer upload(HttpExchange exchange) {
    Work.keepTo(limiter.file(exchange.remoteAddress()));
    RoomId room = Seats.room(exchange);
    Member member = Work.await(rooms.identify(room, Seats.token(exchange)));
    Upload upload =
        new Upload(
            room,
            member.id(),
            exchange.parameter("key"),
            exchange.query("name").orElse(""),
            length(exchange));
    FileShelf.Accepted accepted =
        shelf.accept(
            upload,
            new MeteredStream(
                exchange.body(),
                count -> Work.keepTo(limiter.bytes(exchange.remoteAddress(), count))));
    if (accepted.isNew()) {
      Work.await(rooms.uploaded(room, member.id(), accepted.attachment()));
    }
    return HttpAnswer.of(
        accepted.isNew() ? 201 : 200, "application/json", json(accepted.attachment()));
  }

  private HttpAnswer download(HttpExchange exchange) {
    StoredFile file = file(exchange);
    return answer(file, file.path(), file.attachment().type());
  }

  private HttpAnswer thumbnail(HttpExchange exchange) {
    StoredFile file = file(exchange);
    Path path = file.thumbnail().orElseThrow(() -> new RefusedException(Refusal.NOT_FOUND));
    boolean png = file.attachment().type().equals("image/png");
    return answer(file, path, png ? "image/png" : "image/jpeg");
  }

  /**
   * Whatever it is, it runs nothing: a sandbox without an origin, no sniffing, and only what we
   * know to be a picture, sound or film is shown in the page.
   */
  private static HttpAnswer answer(StoredFile file, Path path, String type) {
    String name = file.attachment().name();
    String ascii = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20");
    return new HttpAnswer(200, Map.of(), new HttpAnswer.Body.File(path))
        .with("Content-Type", file.isShown() ? type : "application/octet-stream")
        .with("Content-Security-Policy", "sandbox; default-src 'none'")
        .with("Cache-Control", "private, max-age=31536000, immutable")
        .with(
            "Content-Disposition",
            "%s; filename=\"%s\"; filename*=UTF-8''%s"
                .formatted(file.isShown() ? "inline" : "attachment", ascii, encoded));
  }

  private StoredFile file(HttpExchange exchange) {
    return Optional.of(exchange.parameter("id"))
        .filter(FileRoutes::isId)
        .flatMap(shelf::find)
        .orElseThrow(
            () -> new RefusedException(Refusal.NOT_FOUND, "There is no such file any more."));
  }

  private static boolean isId(String text) {
    try {
      Attachment.checkId(text);
      return true;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private static OptionalLong length(HttpExchange exchange) {
    return exchange
        .header("Content-Length")
        .filter(text -> text.matches("\\d{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  private static String json(Attachment attachment) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", attachment.id());
    fields.put("name", attachment.name());
    fields.put("type", attachment.type());
    fields.put("size", attachment.size());
    attachment
        .picture()
        .ifPresent(picture -> {
          fields.put("width", picture.width());
          fields.put("height", picture.height());
          fields.put("thumbnail", picture.thumbnail());
        });
    return JSON.writeValueAsString(fields);
  }
}
