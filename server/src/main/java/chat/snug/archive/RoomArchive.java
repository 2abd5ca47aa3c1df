package chat.snug.archive;

import static java.util.Objects.requireNonNull;

import chat.snug.room.Overview;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/**
 * What is written down, and for whom. Immutable.
 *
 * @param room as it was when the writing began: nothing later is written
 * @param writtenAt when the writing began
 * @param zone that times are told in, where people read them
 * @param locale that words and dates are told in, where people read them
 */
public record RoomArchive(
    Overview room, ArchiveFormat format, Instant writtenAt, ZoneId zone, Locale locale) {
  /** Checks that all is given. */
  public RoomArchive {
    requireNonNull(room, "room");
    requireNonNull(format, "format");
    requireNonNull(writtenAt, "writtenAt");
    requireNonNull(zone, "zone");
    requireNonNull(locale, "locale");
  }

  /** A name for the file, without letters that a file system may refuse. */
  public String fileName() {
    return "snug-%s-%s.%s"
        .formatted(room.room().code(), writtenAt.atZone(zone).toLocalDate(), format.extension());
  }

  /** What people call the room. */
  String title() {
    return room.room().title().isBlank() ? room.room().code().value() : room.room().title();
  }
}
