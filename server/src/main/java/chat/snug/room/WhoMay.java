package chat.snug.room;

import java.util.Locale;
import java.util.Optional;

/** Whom something in a room is open to. */
public enum WhoMay {
  /** Every member. */
  EVERYONE,
  /** Who keeps order in the room: hosts and moderators. */
  HOSTS;

  /** The one of this word. */
  public static Optional<WhoMay> of(String word) {
    for (WhoMay who : values()) {
      if (who.word().equals(word)) {
        return Optional.of(who);
      }
    }
    return Optional.empty();
  }

  /** As the contract and the store call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is open to this member. */
  public boolean includes(Member member) {
    return this == EVERYONE || member.role() != Member.Role.MEMBER;
  }
}
