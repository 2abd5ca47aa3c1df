package chat.snug.socketio;

import chat.snug.engineio.CloseReason;
import chat.snug.engineio.Feed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One client in one namespace. Confined to {@link #loop}; only the methods that say so may be
 * called from elsewhere.
 */
public final class Socket {
  private final String id;
  private final String namespace;
  private final Connection connection;
  private @Nullable PendingAcks pendingAcks;
  private boolean ended;

  Socket(String id, String namespace, Connection connection) {
    this.id = id;
    this.namespace = namespace;
    this.connection = connection;
  }

  /** The socket's public id; never the secret id of its session. Thread-safe. */
  public String id() {
    return id;
  }

  /** The namespace, with its slash. Thread-safe. */
  public String namespace() {
    return namespace;
  }

  /** The address the connection was opened from. Thread-safe. */
  public String remoteAddress() {
    return connection.session().remoteAddress();
  }

  /**
   * What the namespace keeps of this connection, made when it is first asked for: it is there still
   * when the client leaves the namespace and enters it again.
   */
  public <T> T ofConnection(Class<T> type, Supplier<T> first) {
    return connection.kept(namespace, type, first);
  }

  /** The event loop that this socket is confined to. Thread-safe. */
  public ScheduledExecutorService loop() {
    return connection.session().loop();
  }

  /** Sends packets; in order, at most once. Does nothing after the end of the socket. */
  public void send(EncodedPacket packet) {
    if (!ended) {
      connection.session().send(packet.message());
    }
  }

  /**
   * Sends packets that can be read again: in order, at most once. Does nothing after the end of the
   * socket.
   *
   * @param feed is told if the packets are given up later
   * @param position what to tell it then
   * @param mayBeLost whether they are worth less room than others
   * @return false if there is no room: {@link EventHandler#writable} says when there is
   */
  public boolean offer(EncodedPacket packet, Feed feed, long position, boolean mayBeLost) {
    return ended || connection.session().offer(packet.message(), feed, position, mayBeLost);
  }

  /** Asks for {@link EventHandler#writable}, now or when there is room. */
  public void requestWritable() {
    if (!ended) {
      connection.session().requestWritable();
    }
  }

  /** Whether there is memory for an answer that is large; if not, none is to be made. */
  public boolean hasRoomForLargeAnswer() {
    return connection.session().hasRoomForLargeAnswer();
  }

  /** Stops or goes on reading from the client, since so much is being done for it already. */
  public void setReading(boolean on) {
    connection.session().setReading(on);
  }

  /** Sends an event whose arguments may hold binary nodes. */
  public void emit(String name, JsonNode... arguments) {
    send(EncodedPacket.event(namespace, "", name, List.of(arguments)));
  }

  /**
   * Sends an event and answers with the client's ack.
   *
   * @return fails with a {@code TimeoutException} if none comes in time, with an {@code
   *     IOException} if the socket ends before or too many acks are waited for
   */
  public CompletableFuture<List<JsonNode>> emitWithAck(String name, JsonNode... arguments) {
    if (pendingAcks == null) {
      SocketOptions options = connection.options();
      pendingAcks = new PendingAcks(loop(), options.maxPendingAcks(), options.ackTimeout());
    }
    var pending = pendingAcks.add();
    if (pending.isEmpty()) {
      return CompletableFuture.failedFuture(new IOException("too many acks are waited for"));
    }
    Map.Entry<String, CompletableFuture<List<JsonNode>>> ack = pending.get();
    send(EncodedPacket.event(namespace, ack.getKey(), name, List.of(arguments)));
    return ack.getValue();
  }

  /** Takes the socket out of its namespace and tells the client. The connection stays. */
  public void disconnect() {
    send(EncodedPacket.disconnect(namespace));
    connection.leave(this, "server namespace disconnect");
  }

  /** Closes the whole connection after what is queued has been sent. */
  public void disconnectConnection() {
    connection.close();
  }

  /** Closes the whole connection at once: what is queued is dropped. */
  public void cutConnection() {
    connection.cut();
  }

  /** Closes the whole connection at once, since it has asked in vain too often. */
  public void expel() {
    connection.session().fail(CloseReason.TOO_MANY_REFUSALS);
  }

  void acked(@Nullable String ackId, List<JsonNode> arguments) {
    if (pendingAcks != null && ackId != null) {
      pendingAcks.complete(ackId, arguments);
    }
  }

  boolean hasEnded() {
    return ended;
  }

  void ended() {
    ended = true;
    if (pendingAcks != null) {
      pendingAcks.failAll(new IOException("the socket has ended"));
    }
  }
}
