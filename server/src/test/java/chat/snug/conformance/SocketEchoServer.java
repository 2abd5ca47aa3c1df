package chat.snug.conformance;

import chat.snug.engineio.EngineSessions;
import chat.snug.net.HttpRoutes;
import chat.snug.net.NetServer;
import chat.snug.socketio.Ack;
import chat.snug.socketio.EventHandler;
import chat.snug.socketio.Socket;
import chat.snug.socketio.SocketOptions;
import chat.snug.socketio.SocketServer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Socket.IO at {@code /socket.io/}, namespaces {@code /} and {@code /custom}: both emit {@code
 * auth} with the handshake's auth object on connection; {@code /} answers {@code message} with
 * {@code message-back} and {@code message-with-ack} by its ack. Prints {@code ready} when it
 * serves.
 */
public final class SocketEchoServer {
  private SocketEchoServer() {}

  /** Starts on the port of the flags. */
  public static void main(String[] arguments) {
    start(EchoOptions.of(arguments));
    System.out.println("ready");
  }

  static NetServer start(EchoOptions options) {
    NetServer server = NetServer.create(options.net("/socket.io/"));
    SocketServer sockets =
        new SocketServer(
            SocketOptions.defaults()
                .withConnectTimeout(Duration.ofMillis(options.connectTimeoutMillis())),
            new SecureRandom(),
            Map.of("/", SocketEchoServer::greet, "/custom", SocketEchoServer::greet));
    server.start(
        new EngineSessions(options.engine(), new SecureRandom(), sockets),
        new HttpRoutes(),
        options.limiter());
    return server;
  }

  private static EventHandler greet(Socket socket, JsonNode auth) {
    socket.emit("auth", auth);
    return new Echo(socket);
  }

  private record Echo(Socket socket) implements EventHandler {
    @Override
    public void event(String name, List<JsonNode> arguments, Ack ack) {
      if (!socket.namespace().equals("/")) {
        return;
      }
      if (name.equals("message")) {
        socket.emit("message-back", arguments.toArray(JsonNode[]::new));
      } else if (name.equals("message-with-ack")) {
        ack.send(arguments);
      }
    }

    @Override
    public void closed(String reason) {}
  }
}
