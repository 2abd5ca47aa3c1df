package chat.snug.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A server that is measured: how it is started and spoken to. */
enum Peer {
  /** This checkout, with its durable store: an ack waits for the disk. */
  SNUG,
  /** The same without a disk: what is between them is what durability costs. */
  SNUG_MEMORY,
  /** The least that is possible with one system call for each delivery; it stores nothing. */
  C_SEND,
  /** The same, joining what meets. */
  C_JOINED,
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
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What people call it, with its version. */
  String title() {
    return switch (this) {
      case SNUG -> "Snug, durable";
      case SNUG_MEMORY -> "Snug, in memory";
      case C_SEND -> "C, one send() each";
      case C_JOINED -> "C, joined";
      case NODE -> "Socket.IO 4.8.4 on Node";
      case NETTY -> "netty-socketio 2.0.14";
      case FLASK -> "Flask-SocketIO, gevent";
    };
  }

  /** The C servers know WebSocket alone. */
  boolean speaksPolling() {
    return this != C_SEND && this != C_JOINED;
  }

  /** Whether a collector can be asked to run before memory is measured. */
  boolean isJava() {
    return isSnug() || this == NETTY;
  }

  Chat chat() {
    return isSnug() ? Chat.snug() : Chat.plain();
  }

  private boolean isSnug() {
    return this == SNUG || this == SNUG_MEMORY;
  }

  /** What starts it; in the folder of this module. */
  List<String> command(int port, Path data) {
    String number = String.valueOf(port);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return switch (this) {
      case SNUG -> snug(number, "--data", data.toString());
      case SNUG_MEMORY -> snug(number, "--memory");
      case C_SEND -> List.of("target/room", number, "send");
      case C_JOINED -> List.of("target/room", number, "joined");
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

  private static List<String> snug(String port, String... store) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "../snug",
                "--host",
                "127.0.0.1",
                "--port",
                port,
                "--limits.exempt-addresses",
                "127.0.0.0/8"));
    command.addAll(List.of(store));
    return command;
  }
}
