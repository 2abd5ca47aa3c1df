package chat.snug.conformance;

import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EncodedMessage;
import chat.snug.engineio.EngineSession;
import chat.snug.engineio.EngineSessions;
import chat.snug.engineio.SessionListener;
import chat.snug.net.HttpRoutes;
import chat.snug.net.NetServer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Raw Engine.IO at {@code /engine.io/}: echoes each text or binary message and sends none of its
 * own. Prints {@code ready} when it serves.
 */
public final class EngineEchoServer {
  private EngineEchoServer() {}

  /** Starts on the port of the flags. */
  public static void main(String[] arguments) {
    start(EchoOptions.of(arguments));
    System.out.println("ready");
  }

  static NetServer start(EchoOptions options) {
    NetServer server = NetServer.create(options.net("/engine.io/"));
    EngineSessions sessions = new EngineSessions(options.engine(), new SecureRandom(), Echo::new);
    server.start(sessions, new HttpRoutes(), options.limiter());
    return server;
  }

  private record Echo(EngineSession session) implements SessionListener {
    @Override
    public void text(String text) {
      session.send(EncodedMessage.text(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void binary(byte[] bytes) {
      session.send(EncodedMessage.binary(bytes));
    }

    @Override
    public void writable() {}

    @Override
    public void closed(CloseReason reason) {}
  }
}
