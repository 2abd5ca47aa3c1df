package chat.snug.socketio;

import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EngineSession;
import chat.snug.engineio.SessionListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One Engine.IO session as Socket.IO sees it: the namespaces it has entered and the packet whose
 * attachments are awaited. Whatever breaks a rule of the protocol closes the session, as in the
 * reference implementation. Confined to the session's event loop.
 */
final class Connection implements SessionListener {
  /** Stands for the handler while {@link ConnectHandler#connected} runs. */
  private static final EventHandler NOT_YET_LISTENING =
      new EventHandler() {
        @Override
        public void event(String name, List<JsonNode> arguments, Ack ack) {}

        @Override
        public void closed(String reason) {}
      };

  /** Entrances of one session into namespaces; nobody goes and comes so often. */
  private static final int MAX_CONNECTS = 100;

  private record Entry(Socket socket, EventHandler handler) {}

  private final SocketServer server;
  private final EngineSession session;
  private final Map<String, Entry> entries = new HashMap<>(2);

  /** What the namespaces keep of this connection while it goes and comes. */
  private final Map<String, Object> kept = new HashMap<>(2);

  private int connects;
  private @Nullable AwaitedPacket awaited;

  /** Ends the wait for the first CONNECT, later the wait for attachments. */
  private @Nullable ScheduledFuture<?> timer;

  Connection(SocketServer server, EngineSession session) {
    this.server = server;
    this.session = session;
    timer =
        session
            .loop()
            .schedule(
                () -> session.close(CloseReason.CONNECT_TIMEOUT),
                options().connectTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
  }

  EngineSession session() {
    return session;
  }

  SocketOptions options() {
    return server.options();
  }

  <T> T kept(String namespace, Class<T> type, Supplier<T> first) {
    return type.cast(kept.computeIfAbsent(namespace, _ -> first.get()));
  }

  void close() {
    session.close(CloseReason.SERVER_CLOSED);
  }

  void cut() {
    session.fail(CloseReason.SERVER_CLOSED);
  }

  void leave(Socket socket, String reason) {
    if (!socket.hasEnded()) {
      Entry entry = entries.remove(socket.namespace());
      if (entry != null) {
        end(entry, reason);
      }
    }
  }

  @Override
  public void text(String text) {
    try {
      if (awaited != null) {
        throw new MalformedSocketPacketException("text while attachments are awaited");
      }
      SocketCodec.Header header = server.codec().decode(text);
      if (header.attachments() > 0) {
        await(text, header.attachments());
      } else {
        receive(server.codec().packet(header));
      }
    } catch (MalformedSocketPacketException malformed) {
      session.close(CloseReason.PROTOCOL_ERROR);
    }
  }

  @Override
  public void binary(byte[] bytes) {
    try {
      AwaitedPacket current = awaited;
      if (current == null) {
        throw new MalformedSocketPacketException("bytes while no attachment is awaited");
      }
      current.add(bytes);
      session.kept(bytes.length);
      if (current.isComplete()) {
        forgetAttachments();
        cancelTimer();
        receive(current.assemble(server.codec()));
      }
    } catch (MalformedSocketPacketException malformed) {
      session.close(CloseReason.PROTOCOL_ERROR);
    }
  }

  @Override
  public void writable() {
    List.copyOf(entries.values()).forEach(entry -> entry.handler().writable());
  }

  @Override
  public void closed(CloseReason reason) {
    cancelTimer();
    forgetAttachments();
    entries.values().forEach(entry -> end(entry, reason.text()));
    entries.clear();
  }

  private void forgetAttachments() {
    if (awaited != null) {
      session.kept(-awaited.byteCount());
      awaited = null;
    }
  }

  private void await(String text, int attachments) {
    awaited = new AwaitedPacket(text, attachments);
    session.kept(awaited.byteCount());
    if (timer == null) {
      timer =
          session
              .loop()
              .schedule(
                  () -> session.fail(CloseReason.PROTOCOL_ERROR),
                  options().attachmentTimeout().toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  private void receive(SocketPacket packet) throws MalformedSocketPacketException {
    switch (packet) {
      case SocketPacket.Connect connect -> connect(connect);
      case SocketPacket.Disconnect disconnect ->
          leave(entry(disconnect.namespace()).socket(), "client namespace disconnect");
      case SocketPacket.Event event -> {
        Entry entry = entry(event.namespace());
        entry
            .handler()
            .event(event.name(), event.arguments(), new Ack(entry.socket(), event.ackId()));
      }
      case SocketPacket.Ack ack ->
          entry(ack.namespace()).socket().acked(ack.ackId(), ack.arguments());
    }
  }

  private Entry entry(String namespace) throws MalformedSocketPacketException {
    Entry entry = entries.get(namespace);
    if (entry == null) {
      throw new MalformedSocketPacketException("namespace: not entered");
    }
    return entry;
  }

  private void connect(SocketPacket.Connect connect) throws MalformedSocketPacketException {
    String namespace = connect.namespace();
    if (++connects > MAX_CONNECTS) {
      throw new MalformedSocketPacketException("namespace: entered too often");
    }
    if (entries.containsKey(namespace)) {
      throw new MalformedSocketPacketException("namespace: entered already");
    }
    Optional<ConnectHandler> handler = server.handler(namespace);
    if (handler.isEmpty()) {
      refuse(namespace, "Invalid namespace");
      return;
    }
    try {
      handler.get().check(connect.auth());
    } catch (ConnectRefusedException refused) {
      refuse(namespace, String.valueOf(refused.getMessage()));
      return;
    }
    enter(namespace, connect.auth(), handler.get());
  }

  private void enter(String namespace, JsonNode auth, ConnectHandler handler) {
    cancelTimer();
    Socket socket = new Socket(server.newSocketId(), namespace, this);
    session.send(
        EncodedPacket.connectAnswer(
                '0', namespace, JsonNodeFactory.instance.objectNode().put("sid", socket.id()))
            .message());
    entries.put(namespace, new Entry(socket, NOT_YET_LISTENING));
    EventHandler events = handler.connected(socket, auth);
    if (entries.replace(namespace, new Entry(socket, events)) == null) {
      events.closed("closed while it connected");
    }
  }

  private void refuse(String namespace, String message) {
    session.send(
        EncodedPacket.connectAnswer(
                '4', namespace, JsonNodeFactory.instance.objectNode().put("message", message))
            .message());
  }

  private static void end(Entry entry, String reason) {
    entry.socket().ended();
    entry.handler().closed(reason);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
