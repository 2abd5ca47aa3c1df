package chat.snug.gateway;

import static java.util.Objects.requireNonNull;

import chat.snug.limit.CodeDoor;
import chat.snug.limit.CommandLimiter;
import chat.snug.limit.UploadLimits;
import chat.snug.metric.Metrics;
import chat.snug.room.RoomAudience;
import chat.snug.room.RoomId;
import chat.snug.room.Rooms;
import chat.snug.socketio.ConnectHandler;
import chat.snug.socketio.EncodedPacket;
import chat.snug.socketio.EventHandler;
import chat.snug.socketio.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** The chat as a Socket.IO namespace. Thread-safe. */
public final class ChatGateway implements ConnectHandler {
  private final Entrances.Shared shared;
  private final CommandLimiter limiter;
  private final Metrics metrics;
  private final Set<Participant> participants = ConcurrentHashMap.newKeySet();

  /**
   * Makes a gateway to these rooms.
   *
   * @param door where strangers come in
   * @param storeBusy whether so much waits to be stored that nobody new is let in
   * @param uploads what members are told of the bounds on files
   */
  public ChatGateway(
      Rooms rooms,
      CommandLimiter limiter,
      CodeDoor door,
      BooleanSupplier storeBusy,
      UploadLimits uploads,
      Metrics metrics) {
    this.shared = new Entrances.Shared(rooms, door, storeBusy, uploads);
    this.limiter = requireNonNull(limiter, "limiter");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  /** The audience of a room on this node, empty at first. */
  public static RoomAudience audience(RoomId room, Metrics metrics) {
    return new Audience(room, metrics);
  }

  @Override
  public EventHandler connected(Socket socket, JsonNode auth) {
    Participant participant =
        new Participant(socket, shared, limiter, metrics, participants::remove);
    participants.add(participant);
    return participant;
  }

  /** Tells everybody that the server stops, and when to come back. */
  public void announceStop(long minMillis, long maxMillis) {
    EncodedPacket drain = EventEncoder.drain(minMillis, maxMillis);
    participants.forEach(participant -> participant.onLoop(() -> participant.send(drain)));
  }
}
