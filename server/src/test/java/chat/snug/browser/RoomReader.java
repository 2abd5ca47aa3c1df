package chat.snug.browser;

import static java.util.Objects.requireNonNull;

import chat.snug.testing.TestClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Another person, who reads what arrives in the rooms. Thread-safe. */
final class RoomReader implements AutoCloseable {
  private final TestClient client;

  /** By code; messages by id, as they are now. */
  private final Map<String, Map<String, Read>> rooms = new LinkedHashMap<>();

  private final Map<String, String> codes = new LinkedHashMap<>();

  private record Read(String text, String replyTo, String files) {}

  RoomReader(int port) {
    client = TestClient.connect(port, this::told);
  }

  String createRoom() {
    JsonNode room = client.call("room:create", "name", "Bo").path("room");
    String code = room.path("code").asString();
    synchronized (this) {
      codes.put(room.path("id").asString(), code);
      rooms.put(code, new LinkedHashMap<>());
    }
    return code;
  }

  /** All that was said, sorted, as {@link RoomModel.Said} tells it. */
  synchronized List<String> log(String code) {
    Map<String, Read> room = requireNonNull(rooms.get(code));
    return room.values().stream().map(read -> told(read, room)).sorted().toList();
  }

  synchronized boolean hasOnce(String code, String text) {
    return requireNonNull(rooms.get(code)).values().stream()
            .filter(read -> read.text.equals(text))
            .count()
        == 1;
  }

  @Override
  public void close() {
    client.close();
  }

  private static String told(Read read, Map<String, Read> room) {
    Read answered = room.get(read.replyTo);
    return read.text + (answered == null ? "" : " <- " + answered.text) + " [" + read.files + "]";
  }

  private synchronized void told(String event, JsonNode argument) {
    Map<String, Read> room = rooms.get(codes.get(argument.path("room").asString("")));
    if (room != null && event.equals("message")) {
      String files =
          String.join(
              ",",
              StreamSupport.stream(argument.path("files").spliterator(), false)
                  .map(file -> file.path("name").asString())
                  .toList());
      room.put(
          argument.path("id").asString(),
          new Read(argument.path("text").asString(), argument.path("replyTo").asString(""), files));
    } else if (room != null && event.equals("message:edited")) {
      room.computeIfPresent(
          argument.path("target").asString(),
          (_, read) -> new Read(argument.path("text").asString(), read.replyTo, read.files));
    }
  }
}
