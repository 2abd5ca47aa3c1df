package chat.snug.gateway;

import chat.snug.room.CommandId;
import chat.snug.room.Creation;
import chat.snug.room.HistoryRange;
import chat.snug.room.Joining;
import chat.snug.room.MemberName;
import chat.snug.room.Posting;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Search;
import java.util.Optional;

/** What a client asks for: one record for each event of docs/protocol.md, §Client → server. */
sealed interface Command {
  /** {@code room:create}. */
  record CreateRoom(Creation creation) implements Command {}

  /** {@code room:join}. */
  record JoinRoom(Joining joining, Optional<String> proof) implements Command {}

  /** {@code room:leave}. */
  record LeaveRoom(RoomId room) implements Command {}

  /** {@code room:close}. */
  record CloseRoom(RoomId room) implements Command {}

  /** {@code message:send}. */
  record SendMessage(RoomId room, Posting posting) implements Command {}

  /** {@code message:edit}, {@code room:update} and the others that change what is there. */
  record ChangeMessages(RoomId room, CommandId commandId, RoomEvent.Content content)
      implements Command {}

  /** {@code history:load}. */
  record LoadHistory(RoomId room, HistoryRange range) implements Command {}

  /** {@code history:search}. */
  record SearchHistory(RoomId room, Search search) implements Command {}

  /** {@code member:rename}. */
  record RenameMember(RoomId room, MemberName name) implements Command {}

  /** {@code read}. */
  record Read(RoomId room, long sequence) implements Command {}

  /** {@code typing}. */
  record Type(RoomId room, boolean on) implements Command {}
}
