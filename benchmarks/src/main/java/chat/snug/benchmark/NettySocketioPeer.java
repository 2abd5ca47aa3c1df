package chat.snug.benchmark;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import java.util.Map;
import java.util.UUID;

/** A chat room on netty-socketio: rooms, and a broadcast to them. */
public final class NettySocketioPeer {
  private static final int MAX_TEXT = 4_000;

  private NettySocketioPeer() {}

  /** Serves on the port that is given. */
  public static void main(String[] arguments) throws InterruptedException {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(Integer.parseInt(arguments[0]));
    SocketConfig sockets = new SocketConfig();
    sockets.setReuseAddress(true);
    configuration.setSocketConfig(sockets);
    SocketIOServer server = new SocketIOServer(configuration);
    server.addEventListener("join", Map.class, (client, data, ack) -> join(client, data, ack));
    server.addEventListener(
        "message", Map.class, (client, data, ack) -> say(server, client, data, ack));
    server.start();
    Thread.currentThread().join();
  }

  private static void join(SocketIOClient client, Map<?, ?> data, AckRequest ack) {
    client.set("room", data.get("room"));
    client.set("name", data.get("name"));
    client.joinRoom(String.valueOf(data.get("room")));
    ack.sendAckData(Map.of("ok", true));
  }

  private static void say(
      SocketIOServer server, SocketIOClient client, Map<?, ?> data, AckRequest ack) {
    String text = String.valueOf(data.get("text"));
    if (text.length() > MAX_TEXT) {
      ack.sendAckData(Map.of("ok", false));
      return;
    }
    String room = client.get("room");
    String name = client.get("name");
    String id = UUID.randomUUID().toString();
    server
        .getRoomOperations(room)
        .sendEvent(
            "message",
            Map.of(
                "id",
                id,
                "room",
                room,
                "name",
                name,
                "text",
                text,
                "at",
                System.currentTimeMillis()));
    ack.sendAckData(Map.of("ok", true, "id", id));
  }
}
