package chat.snug.archive;

import chat.snug.room.RoomEvent;
import java.io.IOException;

/** Writes one format. The events come in order; those that were deleted do not come. */
interface EventSink {
  void begin() throws IOException;

  void message(RoomEvent event, RoomEvent.MessageNow message, boolean pinned) throws IOException;

  void renamed(RoomEvent event, RoomEvent.MemberRenamed renamed) throws IOException;

  /** Writes what comes last and flushes; does not close. */
  void end() throws IOException;
}
