package chat.snug.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rooms are made beforehand and kept while the load is on. */
final class SnugChat implements Chat {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int PER_CONNECTION = 20;

  @Override
  public List<Room> open(int port, int count) throws IOException {
    List<Room> rooms = new ArrayList<>(count);
    while (rooms.size() < count) {
      try (TextSocket socket = TextSocket.connect(port)) {
        for (int i = 0; i < PER_CONNECTION && rooms.size() < count; i++) {
          socket.send("420[\"room:create\",{\"name\":\"Nia\",\"lifetime\":\"1h\"}]");
          JsonNode room = JSON.readTree(socket.next("430").substring(3)).at("/0/room");
          rooms.add(new Room(room.get("code").asString(), room.get("id").asString()));
        }
      }
    }
    return rooms;
  }

  @Override
  public String join(Room room, String name) {
    return "420[\"room:join\",{\"code\":\"%s\",\"name\":\"%s\"}]".formatted(room.code(), name);
  }

  @Override
  public String say(Room room, int client, long number, String text) {
    return "421[\"message:send\",{\"room\":\""
        + room.id()
        + "\",\"cid\":\""
        + client
        + "-"
        + number
        + "\",\"text\":\""
        + text
        + "\"}]";
  }

  @Override
  public String joined() {
    return "430[{\"ok\":true";
  }
}
