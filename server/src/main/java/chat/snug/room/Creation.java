package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A request for a new room. Immutable. */
public record Creation(
    MemberName name,
    String title,
    Lifetime lifetime,
    Optional<SeatToken> token,
    Optional<CommandId> commandId) {
  private static final int MAX_TITLE_LENGTH = 80;

  /** Checks the title: at most 80 characters, none of them a control character. */
  public Creation {
    requireNonNull(name, "name");
    requireNonNull(lifetime, "lifetime");
    requireNonNull(token, "token");
    requireNonNull(commandId, "commandId");
    title = title.codePoints().allMatch(Characters::isBlank) ? "" : title;
    if (title.length() > MAX_TITLE_LENGTH) {
      throw new RefusedException(Refusal.TOO_LONG, "A title has 80 characters at most.");
    }
    if (!Characters.areSound(title) || title.codePoints().anyMatch(Character::isISOControl)) {
      throw new RefusedException(
          Refusal.MALFORMED, "The title has a character that stands for nothing.");
    }
  }
}
