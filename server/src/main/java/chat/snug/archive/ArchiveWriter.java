package chat.snug.archive;

import chat.snug.room.Reactions;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomEvent.MemberRenamed;
import chat.snug.room.RoomEvent.MessageNow;
import chat.snug.room.RoomEvent.MessageSent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes a room down, event by event: holds a page of them, never the room. Stateless. */
public final class ArchiveWriter {
  private ArchiveWriter() {}

  /**
   * Writes the room as it is, up to the head that the archive names.
   *
   * @throws chat.snug.room.RefusedException if the room cannot be read any more
   */
  public static void write(RoomArchive archive, ArchiveSource source, OutputStream output)
      throws IOException {
    EventSink sink =
        switch (archive.format()) {
          case HTML -> new HtmlArchive(archive, source, output);
          case JSON -> new JsonArchive(archive, source, output);
          case MARKDOWN -> new MarkdownArchive(archive, output);
        };
    sink.begin();
    long head = archive.room().head();
    long done = 0;
    while (done < head) {
      List<RoomEvent> events = source.after(done).events();
      if (events.isEmpty()) {
        break;
      }
      for (RoomEvent event : events) {
        if (event.sequence() <= head) {
          write(archive, event, sink);
        }
      }
      done = events.getLast().sequence();
    }
    sink.end();
  }

  private static void write(RoomArchive archive, RoomEvent event, EventSink sink)
      throws IOException {
    boolean pinned = archive.room().pinned().contains(event.id());
    switch (event.content()) {
      case MessageSent sent ->
          sink.message(event, new MessageNow(sent, false, Reactions.none()), pinned);
      case MessageNow now -> sink.message(event, now, pinned);
      case MemberRenamed renamed -> sink.renamed(event, renamed);
      case RoomEvent.MessageGone _,
          RoomEvent.Unknown _,
          RoomEvent.Change _,
          RoomEvent.MessagesDeleted _,
          RoomEvent.RoomUpdated _ -> {}
    }
  }
}
