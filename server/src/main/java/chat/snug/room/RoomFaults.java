package chat.snug.room;

/** Hears of what should never happen in a room, so that somebody can mend it. Thread-safe. */
@FunctionalInterface
public interface RoomFaults {
  /** Something was thrown that is no refusal; the room goes on by itself. Must not throw. */
  void happened(RoomId room, Throwable fault);
}
