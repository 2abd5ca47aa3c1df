package chat.snug.benchmark;

import java.io.IOException;
import java.util.List;

/** How a chat server is spoken to: Socket.IO events as text, behind the packet type. */
interface Chat {
  /** A room as clients name it. */
  record Room(String code, String id) {}

  /** Makes so many rooms, or names them if they need not be made. */
  List<Room> open(int port, int count) throws IOException;

  /** The event that lets a client in, with an ack of this id. */
  String join(Room room, String name);

  /** The event that says something, with an ack of this id. */
  String say(Room room, int client, long number, String text);

  /** What the ack of a successful join begins with. */
  String joined();

  /** Snug: docs/protocol.md. */
  static Chat snug() {
    return new SnugChat();
  }

  /** The peers of this module: {@code join} and {@code message}. */
  static Chat plain() {
    return new PlainChat();
  }
}
