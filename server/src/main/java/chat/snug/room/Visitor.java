package chat.snug.room;

/** One connection that may be in rooms, as the rules see it: nothing but itself. Thread-safe. */
public interface Visitor {}
