package chat.snug.socketio;

import static java.util.Objects.requireNonNull;

import chat.snug.engineio.EngineSession;
import chat.snug.engineio.SessionAcceptor;
import chat.snug.engineio.SessionListener;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Socket.IO over Engine.IO sessions: a fixed set of namespaces. Thread-safe. */
public final class SocketServer implements SessionAcceptor {
  private static final int SOCKET_ID_BYTES = 15;

  private final SocketOptions options;
  private final RandomGenerator random;
  private final Map<String, ConnectHandler> namespaces;
  private final SocketCodec codec;

  /**
   * Makes a server.
   *
   * @param namespaces what each namespace does, by its name with the slash
   */
  public SocketServer(
      SocketOptions options, RandomGenerator random, Map<String, ConnectHandler> namespaces) {
    this.options = requireNonNull(options, "options");
    this.random = requireNonNull(random, "random");
    this.namespaces = Map.copyOf(namespaces);
    this.codec = new SocketCodec(options);
  }

  @Override
  public SessionListener accept(EngineSession session) {
    return new Connection(this, session);
  }

  SocketOptions options() {
    return options;
  }

  SocketCodec codec() {
    return codec;
  }

  Optional<ConnectHandler> handler(String namespace) {
    return Optional.ofNullable(namespaces.get(namespace));
  }

  String newSocketId() {
    byte[] bytes = new byte[SOCKET_ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
