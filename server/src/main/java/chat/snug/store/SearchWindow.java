package chat.snug.store;

import chat.snug.room.RoomId;

/**
 * A part of a room that is searched at once: the messages {@code from <= sequence < before}.
 * Immutable.
 */
record SearchWindow(RoomId room, long from, long before) {

  /** The condition on a table that has room_id and sequence; without parameters. */
  String condition(String table) {
    String sequence = table + ".sequence";
    return table
        + ".room_id = '"
        + room.value()
        + "' AND "
        + sequence
        + " >= "
        + from
        + " AND "
        + sequence
        + " < "
        + before;
  }
}
