package chat.snug.file;

import static java.util.Objects.requireNonNull;

import chat.snug.room.Characters;
import chat.snug.room.Member;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomId;
import java.util.OptionalLong;

/**
 * A file that somebody wants to bring into a room. Immutable.
 *
 * @param key the uploader's own name for it, 1 to 64 characters: sent again after a cut, the same
 *     key gives the same file
 * @param name as the uploader calls it; not to be trusted
 * @param length in bytes, if it is told beforehand
 */
public record Upload(RoomId room, Member.Id member, String key, String name, OptionalLong length) {
  private static final int MAX_KEY_LENGTH = 64;

  /** Checks the key. */
  public Upload {
    requireNonNull(room, "room");
    requireNonNull(member, "member");
    requireNonNull(name, "name");
    requireNonNull(length, "length");
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw new RefusedException(Refusal.MALFORMED, "The key has 1 to 64 characters.");
    }
    if (!Characters.areSound(key)) {
      throw new RefusedException(Refusal.MALFORMED, "The key has a character for nothing.");
    }
  }
}
