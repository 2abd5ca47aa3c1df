package chat.snug.gateway;

import chat.snug.limit.CommandLimiter;
import chat.snug.limit.CommandLimits;
import chat.snug.limit.UploadLimits;
import chat.snug.metric.Metrics;
import chat.snug.room.Attendance;
import chat.snug.room.Entrance;
import chat.snug.room.MessageText;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Rooms;
import chat.snug.room.Visitor;
import chat.snug.socketio.Ack;
import chat.snug.socketio.EncodedPacket;
import chat.snug.socketio.EventHandler;
import chat.snug.socketio.JsonWriter;
import chat.snug.socketio.PacketFeed;
import chat.snug.socketio.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * One socket in the chat: hands its commands to the rooms and their answers back. Confined to the
 * socket's event loop, except where it says so.
 */
final class Participant implements EventHandler, Visitor {
  private static final Logger LOG = LoggerFactory.getLogger(Participant.class);

  private static final int MAX_DEPARTED = 20;

  private final Socket socket;
  private final Rooms rooms;
  private final CommandLimits limits;
  private final UploadLimits uploads;
  private final CommandLimiter.Allowance allowance;
  private final Metrics metrics;
  private final Consumer<Participant> gone;
  private final Entrances entrances;
  private final Map<RoomId, Attendance> attendances = new HashMap<>(2);
  private final List<RoomFeed> feeds = new ArrayList<>(1);

  /** Rooms this socket was in: a repeated command is still to be told from a new one. */
  private final LinkedHashMap<RoomId, Attendance> departed = new LinkedHashMap<>(0);

  private int pending;
  private int reads;
  private boolean closed;

  Participant(
      Socket socket,
      Entrances.Shared shared,
      CommandLimiter limiter,
      Metrics metrics,
      Consumer<Participant> gone) {
    this.socket = socket;
    this.rooms = shared.rooms();
    this.limits = limiter.limits();
    this.uploads = shared.uploads();
    this.allowance =
        socket.ofConnection(
            CommandLimiter.Allowance.class, () -> limiter.allowance(socket.remoteAddress()));
    this.metrics = metrics;
    this.gone = gone;
    this.entrances = new Entrances(this, socket, allowance, shared);
  }

  /** The event loop that this is confined to. Thread-safe. */
  Executor loop() {
    return socket.loop();
  }

  /** Runs a task on the event loop, after those that were given before. Thread-safe. */
  void onLoop(Runnable task) {
    socket.loop().execute(task);
  }

  /** Whether there is memory for an answer that is large; if not, none is to be made. */
  boolean hasRoomForLargeAnswer() {
    return socket.hasRoomForLargeAnswer();
  }

  /** Sends something that cannot be read again. */
  void send(EncodedPacket packet) {
    socket.send(packet);
  }

  /** Sends something of a room, if there is room for it. */
  boolean offer(EncodedPacket packet, PacketFeed feed, long position, boolean mayBeLost) {
    return socket.offer(packet, feed, position, mayBeLost);
  }

  /** Ends the connection, of which nothing is known any more: the client comes again. */
  void letGo() {
    try {
      socket.cutConnection();
    } catch (Throwable fault) {
      LOG.error("a connection that failed could not be ended id={}", socket.id(), fault);
    }
  }

  void requestWritable() {
    socket.requestWritable();
  }

  List<RoomFeed> feeds() {
    return feeds;
  }

  /** Asks the room for what comes after this event. */
  void readOn(RoomId room, long cursor) {
    Attendance attendance = attendances.get(room);
    if (attendance != null) {
      rooms.feed(attendance, cursor);
    }
  }

  /** The room has let this socket go. */
  void depart(RoomId room) {
    Attendance attendance = attendances.remove(room);
    if (attendance != null) {
      departed.put(room, attendance);
      if (departed.size() > MAX_DEPARTED) {
        departed.pollFirstEntry();
      }
    }
  }

  @Override
  public void event(String name, List<JsonNode> arguments, Ack ack) {
    pending++;
    Reply reply = new Reply(name, arguments, ack, this);
    try {
      run(CommandDecoder.decode(name, arguments), reply);
    } catch (RefusedException refused) {
      reply.refuse(refused);
    } catch (Throwable fault) {
      reply.notDone(fault);
    }
    if (pending >= limits.maxPending()) {
      socket.setReading(false);
    }
  }

  @Override
  public void writable() {
    List.copyOf(feeds).forEach(RoomFeed::writable);
  }

  @Override
  public void closed(String reason) {
    LOG.debug("socket closed id={} reason={}", socket.id(), reason);
    closed = true;
    attendances.values().forEach(rooms::disconnect);
    attendances.clear();
    gone.accept(this);
  }

  /** What the rooms answered to a request to come in. */
  void entered(Entrance entrance, Reply reply) {
    RoomId room = entrance.room().id();
    Attendance attendance = new Attendance(room, entrance.self().id(), this);
    if (closed) {
      rooms.disconnect(attendance);
      return;
    }
    boolean stranger = !attendances.containsKey(room);
    if (!socket.hasRoomForLargeAnswer()) {
      reply.refuse(new RefusedException(Refusal.BUSY));
      if (stranger) {
        rooms.disconnect(attendance);
      }
      return;
    }
    attendances.put(room, attendance);
    if (!reply.send(EventEncoder.entrance(entrance, limits, uploads)) && stranger) {
      attendances.remove(room);
      rooms.disconnect(attendance);
    }
  }

  /**
   * A command is refused, unless the server is to blame: that counts. Answers what the client is
   * told; nothing if it has asked in vain so often that its connection is closed.
   */
  Optional<RefusedException> refused(RefusedException refused) {
    metrics.refused();
    if (refused.refusal().isOurFault()) {
      return Optional.of(refused);
    }
    Optional<Duration> later = allowance.refused();
    if (later.isEmpty()) {
      socket.expel();
      return Optional.empty();
    }
    boolean waits =
        refused.retryAfter().isPositive() && later.get().compareTo(refused.retryAfter()) > 0;
    return Optional.of(waits ? refused.until(later.get()) : refused);
  }

  void answered() {
    pending--;
    if (pending == limits.maxPending() / 2) {
      socket.setReading(true);
    }
  }

  private void run(Command command, Reply reply) {
    switch (command) {
      case Command.CreateRoom create -> {
        checkRoomCount();
        entrances.create(create, reply);
      }
      case Command.JoinRoom join -> {
        keepTo(allowance.other());
        checkRoomCount();
        entrances.join(join, reply);
      }
      case Command.LeaveRoom leave -> {
        keepTo(allowance.other());
        reply.with(
            rooms.leave(attendance(leave.room())),
            _ -> {
              depart(leave.room());
              return EventEncoder.done();
            });
      }
      case Command.CloseRoom close -> {
        keepTo(allowance.other());
        reply.with(rooms.close(attendance(close.room())), _ -> EventEncoder.done());
      }
      case Command.SendMessage send -> {
        Attendance attendance = attendance(send.room());
        keepTo(allowance.message(send.room().value(), send.posting().text().byteCount()));
        reply.with(rooms.post(attendance, send.posting()), EventEncoder::posted);
      }
      case Command.ChangeMessages change -> {
        Attendance attendance = attendance(change.room());
        keepTo(allowance.message(change.room().value(), textBytes(change.content())));
        reply.with(
            rooms.change(attendance, change.commandId(), change.content()), EventEncoder::posted);
      }
      case Command.LoadHistory load -> {
        RoomId room = load.room();
        read(
            room,
            reply,
            at -> rooms.history(at, load.range()),
            page -> EventEncoder.history(room, page));
      }
      case Command.SearchHistory look -> {
        RoomId room = look.room();
        read(
            room,
            reply,
            at -> rooms.search(at, look.search()),
            found -> EventEncoder.found(room, found));
      }
      case Command.RenameMember rename -> {
        Attendance attendance = attendance(rename.room());
        keepTo(allowance.message(rename.room().value(), 0));
        reply.with(rooms.rename(attendance, rename.name()), _ -> EventEncoder.done());
      }
      case Command.Read read -> {
        keepTo(allowance.other());
        rooms.read(attendance(read.room()), read.sequence());
        reply.send(EventEncoder.done());
      }
      case Command.Type type -> {
        keepTo(allowance.other());
        rooms.type(attendance(type.room()), type.on());
        reply.send(EventEncoder.done());
      }
    }
  }

  private static int textBytes(RoomEvent.Content content) {
    return content instanceof RoomEvent.MessageEdited edited
        ? edited.text().map(MessageText::byteCount).orElse(0)
        : 0;
  }

  /** Reads from the store, as many at a time as one connection may. */
  private <T> void read(
      RoomId room,
      Reply reply,
      Function<Attendance, CompletableFuture<T>> read,
      Function<T, JsonWriter> encoder) {
    keepTo(allowance.other());
    if (reads >= limits.maxReads()) {
      throw RefusedException.tooSoon(Duration.ofMillis(100));
    }
    Attendance attendance = attendance(room);
    if (!allowance.readBegins()) {
      throw RefusedException.tooSoon(Duration.ofMillis(100));
    }
    reads++;
    reply.withLarge(
        read.apply(attendance)
            .whenComplete((_, _) -> {
              allowance.readEnded();
              onLoop(() -> reads--);
            }),
        encoder);
  }

  private static void keepTo(Duration wait) {
    if (!wait.isZero()) {
      throw RefusedException.tooSoon(wait);
    }
  }

  private Attendance attendance(RoomId room) {
    Attendance attendance = attendances.getOrDefault(room, departed.get(room));
    if (attendance == null) {
      throw new RefusedException(Refusal.NOT_MEMBER);
    }
    return attendance;
  }

  private void checkRoomCount() {
    if (attendances.size() + entrances.waitingCount() >= limits.maxRooms()
        && !allowance.isExempt()) {
      throw new RefusedException(
          Refusal.FORBIDDEN, "One connection can be in %s rooms.".formatted(limits.maxRooms()));
    }
  }
}
