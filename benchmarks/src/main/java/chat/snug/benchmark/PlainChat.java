package chat.snug.benchmark;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Two events, {@code join { room, name }} and {@code message { text }}; rooms come by themselves.
 */
final class PlainChat implements Chat {
  @Override
  public List<Room> open(int port, int count) {
    return IntStream.range(0, count).mapToObj(i -> new Room("r" + i, "r" + i)).toList();
  }

  @Override
  public String join(Room room, String name) {
    return "420[\"join\",{\"room\":\"%s\",\"name\":\"%s\"}]".formatted(room.id(), name);
  }

  @Override
  public String say(Room room, int client, long number, String text) {
    return "421[\"message\",{\"text\":\"" + text + "\"}]";
  }

  @Override
  public String joined() {
    return "430[";
  }
}
