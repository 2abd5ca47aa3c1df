package chat.snug.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** One client of a load: brings itself into its room and tells what it hears. */
abstract class Client {
  /** What a client tells of. */
  interface Listener {
    void joined(Client client);

    /** A message stands in the buffer, its mark at this place. */
    void heard(Client client, ByteBuffer buffer, int mark);
  }

  /** What makes a client, whatever it is connected by. */
  record Role(int id, int room, int sender, int senders, String join, String joined) {}

  private enum Stage {
    ENGINE,
    NAMESPACE,
    JOINING,
    READY
  }

  final int id;
  final int room;

  /** Its number among the senders of its room, or -1. */
  final int sender;

  /** The last number heard of each sender of the room. */
  final long[] last;

  long sent;

  private final byte[] join;
  private final byte[] joined;
  private final Listener listener;
  private Stage stage = Stage.ENGINE;
  private int hint;

  Client(Role role, Listener listener) {
    this.id = role.id();
    this.room = role.room();
    this.sender = role.sender();
    this.last = new long[role.senders()];
    this.join = Mark.bytes(role.join());
    this.joined = Mark.bytes(role.joined());
    this.listener = listener;
  }

  /** Its connections, to be connected. */
  abstract List<Endpoint> endpoints();

  /** Sends a packet. */
  abstract void send(byte[] packet) throws IOException;

  /** Takes a packet that stands between these places. */
  void take(ByteBuffer buffer, int from, int to) throws IOException {
    if (stage == Stage.READY) {
      int mark = to - from > Mark.LENGTH ? Mark.find(buffer, from, to, hint) : -1;
      if (mark >= 0) {
        hint = mark - from;
        listener.heard(this, buffer, mark);
        return;
      }
    } else if (begins(buffer, from, to, joined)) {
      stage = Stage.READY;
      listener.joined(this);
      return;
    }
    if (to - from == 1 && buffer.get(from) == '2') {
      send(new byte[] {'3'});
    } else if (stage == Stage.ENGINE && buffer.get(from) == '0') {
      stage = Stage.NAMESPACE;
      send(new byte[] {'4', '0'});
    } else if (stage == Stage.NAMESPACE && buffer.get(from) == '4' && buffer.get(from + 1) == '0') {
      stage = Stage.JOINING;
      send(join);
    }
  }

  private static boolean begins(ByteBuffer buffer, int from, int to, byte[] beginning) {
    if (to - from < beginning.length) {
      return false;
    }
    for (int i = 0; i < beginning.length; i++) {
      if (buffer.get(from + i) != beginning[i]) {
        return false;
      }
    }
    return true;
  }
}
