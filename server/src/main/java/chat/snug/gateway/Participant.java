package chat.snug.gateway;

import chat.snug.limit.Limits;
import chat.snug.metric.Metrics;
import chat.snug.room.Attendance;
import chat.snug.room.Entrance;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomId;
import chat.snug.room.Rooms;
import chat.snug.room.Visitor;
import chat.snug.socketio.Ack;
import chat.snug.socketio.EncodedPacket;
import chat.snug.socketio.EventHandler;
import chat.snug.socketio.JsonWriter;
import chat.snug.socketio.Socket;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
  private final Limits limits;
  private final Metrics metrics;
  private final Consumer<Participant> gone;
  private final Map<RoomId, Attendance> attendances = new HashMap<>(2);

  /** Rooms this socket was in: a repeated command is still to be told from a new one. */
  private final LinkedHashMap<RoomId, Attendance> departed = new LinkedHashMap<>(0);

  /**
   * Entrances asked for, the first under way: one at a time, so that a repeated one finds the seat
   * that the first made.
   */
  private final ArrayDeque<Entering> entering = new ArrayDeque<>(1);

  private boolean closed;

  Participant(
      Socket socket, Rooms rooms, Limits limits, Metrics metrics, Consumer<Participant> gone) {
    this.socket = socket;
    this.rooms = rooms;
    this.limits = limits;
    this.metrics = metrics;
    this.gone = gone;
  }

  /** The event loop that this is confined to. Thread-safe. */
  Executor loop() {
    return socket.loop();
  }

  /** Runs a task on the event loop, after those that were given before. Thread-safe. */
  void onLoop(Runnable task) {
    socket.loop().execute(task);
  }

  void send(EncodedPacket packet) {
    socket.send(packet);
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
    Reply reply = new Reply(name, arguments, ack);
    try {
      run(CommandDecoder.decode(name, arguments), reply);
    } catch (RefusedException refused) {
      reply.refuse(refused);
    } catch (RuntimeException fault) {
      LOG.error("command failed event={}", name, fault);
      reply.refuse(new RefusedException(Refusal.INTERNAL));
    }
  }

  @Override
  public void closed(String reason) {
    LOG.debug("socket closed id={} reason={}", socket.id(), reason);
    closed = true;
    attendances.values().forEach(rooms::disconnect);
    attendances.clear();
    gone.accept(this);
  }

  private void run(Command command, Reply reply) {
    switch (command) {
      case Command.CreateRoom create ->
          enter(reply, answer -> rooms.create(create.creation(), this, answer));
      case Command.JoinRoom join ->
          enter(reply, answer -> rooms.join(join.joining(), this, answer));
      case Command.LeaveRoom leave ->
          reply.with(
              rooms.leave(attendance(leave.room())),
              _ -> {
                depart(leave.room());
                return EventEncoder.done();
              });
      case Command.CloseRoom close ->
          reply.with(rooms.close(attendance(close.room())), _ -> EventEncoder.done());
      case Command.SendMessage send ->
          reply.with(rooms.post(attendance(send.room()), send.posting()), EventEncoder::posted);
      case Command.LoadHistory load ->
          reply.with(
              rooms.history(attendance(load.room()), load.range()),
              history -> EventEncoder.history(load.room(), history));
      case Command.RenameMember rename ->
          reply.with(
              rooms.rename(attendance(rename.room()), rename.name()), _ -> EventEncoder.done());
      case Command.Type type -> {
        rooms.type(attendance(type.room()), type.on());
        reply.ack().send(EventEncoder.done());
      }
    }
  }

  private Attendance attendance(RoomId room) {
    Attendance attendance = attendances.getOrDefault(room, departed.get(room));
    if (attendance == null) {
      throw new RefusedException(Refusal.NOT_MEMBER);
    }
    return attendance;
  }

  private record Entering(Reply reply, Consumer<CompletableFuture<Entrance>> ask) {}

  private void enter(Reply reply, Consumer<CompletableFuture<Entrance>> ask) {
    if (attendances.size() + entering.size() >= limits.maxRoomsPerConnection()
        && !limits.exemptAddresses().contains(socket.remoteAddress())) {
      throw new RefusedException(
          Refusal.FORBIDDEN,
          "One connection can be in %d rooms.".formatted(limits.maxRoomsPerConnection()));
    }
    entering.add(new Entering(reply, ask));
    if (entering.size() == 1) {
      askForNext();
    }
  }

  private void askForNext() {
    Entering next = entering.peek();
    if (next != null) {
      CompletableFuture<Entrance> answer = new CompletableFuture<>();
      answer.whenComplete(
          (entrance, failure) -> onLoop(() -> entered(next.reply(), entrance, failure)));
      next.ask().accept(answer);
    }
  }

  private void entered(Reply reply, @Nullable Entrance entrance, @Nullable Throwable failure) {
    entering.poll();
    if (entrance == null) {
      reply.fail(failure);
    } else {
      RoomId room = entrance.room().id();
      Attendance attendance = new Attendance(room, entrance.self().id(), this);
      if (closed) {
        rooms.disconnect(attendance);
        return;
      }
      attendances.put(room, attendance);
      reply.ack().send(EventEncoder.entrance(entrance));
    }
    askForNext();
  }

  /** Where the answer to one command goes. */
  private final class Reply {
    private final String event;
    private final List<JsonNode> arguments;
    private final Ack ack;

    Reply(String event, List<JsonNode> arguments, Ack ack) {
      this.event = event;
      this.arguments = arguments;
      this.ack = ack;
    }

    Ack ack() {
      return ack;
    }

    /** Sends what becomes of the future. It may complete on any thread. */
    <T> void with(CompletableFuture<T> future, Function<T, JsonWriter> encoder) {
      future.whenComplete((result, failure) ->
          onLoop(() -> {
            if (failure != null) {
              fail(failure);
            } else {
              ack.send(encoder.apply(result));
            }
          }));
    }

    void fail(@Nullable Throwable failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      if (cause instanceof RefusedException refused) {
        refuse(refused);
      } else {
        LOG.error("command failed event={}", event, cause);
        refuse(new RefusedException(Refusal.UNAVAILABLE));
      }
    }

    void refuse(RefusedException refused) {
      metrics.refused();
      LOG.debug("refused event={} code={}", event, refused.refusal());
      if (ack.isWanted()) {
        ack.send(EventEncoder.refusal(refused));
      } else {
        send(EventEncoder.refused(event, CommandDecoder.commandId(arguments), refused));
      }
    }
  }
}
