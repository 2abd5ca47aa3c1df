package chat.snug.room;

/** The event that a command became; {@code duplicate} if it had become it before. Immutable. */
public record Posted(RoomEvent event, boolean duplicate) {}
