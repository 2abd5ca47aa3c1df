package chat.snug.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A server that is measured: how it is started and spoken to. */
enum Peer {
  /** This checkout, with its durable store: an ack waits for the disk. */
  SNUG,
  /** Socket.IO for Node, which stores nothing. */
  NODE,
  /** netty-socketio, which stores nothing. */
  NETTY,
  /** Flask-SocketIO with gevent, which stores nothing. */
  FLASK;

  /** The peer of this name, in lower case. */
  static Optional<Peer> of(String name) {
    for (Peer peer : values()) {
      if (peer.word().equals(name)) {
        return Optional.of(peer);
      }
    }
    return Optional.empty();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Chat chat() {
    return this == SNUG ? Chat.snug() : Chat.plain();
  }

  /** What starts it; in the folder of this module. */
  List<String> command(int port, Path data) {
    String number = String.valueOf(port);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return switch (this) {
      case SNUG ->
          List.of(
              "../snug",
              "--host",
              "127.0.0.1",
              "--port",
              number,
              "--data",
              data.toString(),
              "--limits.exempt-addresses",
              "127.0.0.0/8");
      case NODE -> List.of("node", "peers/node/server.js", number);
      case NETTY ->
          List.of(
              java,
              "-cp",
              "target/snug-benchmarks.jar:target/lib/*",
              NettySocketioPeer.class.getName(),
              number);
      case FLASK -> List.of("/usr/bin/python3", "peers/flask/server.py", number);
    };
  }
}
