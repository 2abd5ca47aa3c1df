package chat.snug.room;

/** Why something is not done: the closed list of docs/protocol.md, §Errors. */
public enum Refusal {
  /** The request is not what the contract describes. */
  MALFORMED("This request is not understood.", false),
  /** The contract knows it, this server does not do it. */
  UNSUPPORTED("This server does not offer that.", false),
  /** No such room, or not for you: always the same answer. */
  NOT_FOUND("There is no such room, or it is not open to you.", false),
  /** The room you were in no longer exists. */
  GONE("This room no longer exists.", false),
  /** You are not in this room. */
  NOT_MEMBER("You are not in this room.", false),
  /** Your role does not allow it. */
  FORBIDDEN("You may not do that here.", false),
  /** The name cannot be used by anybody. */
  NAME_INVALID("This name cannot be used: 1 to 32 visible characters are needed.", false),
  /** The name speaks for the house, or for everybody: nobody may have it. */
  NAME_RESERVED("This name is reserved. Choose another.", false),
  /** Somebody in the room has this name. */
  NAME_TAKEN("Somebody in this room has that name already.", false),
  /** The room has as many seats as it may have. */
  ROOM_FULL("This room is full.", false),
  /** A text is longer than it may be. */
  TOO_LONG("This text is too long.", false),
  /** There is more of it than there may be. */
  TOO_LARGE("That is more than this room takes.", false),
  /** The command id stands for something else already. */
  ID_REUSED("This id was used for another message.", false),
  /** The command is not the next of its outbox: those before it are to be sent first. */
  OUT_OF_ORDER("A message before this one has not arrived yet.", true),
  /** More was asked for than one may ask for in this time. */
  RATE_LIMITED("That was too much at once. Try again in a moment.", true),
  /** Too many codes were tried that open nothing: a small proof of work opens the way. */
  CHALLENGE("Show that you are in earnest: solve the challenge.", true),
  /** More is waiting than may wait. Come back soon. */
  BUSY("This room is very busy. Try again in a moment.", true),
  /** The disk is full; nothing is stored until there is room. */
  STORE_FULL("The server has no room left to store this.", false),
  /** The store does not answer; whether the command was stored is unknown. */
  UNAVAILABLE("The server cannot store right now. Try again in a moment.", true),
  /** The server is stopping; another start will answer. */
  DRAINING("The server is restarting. Try again in a moment.", true),
  /** A fault of the server, which is in its log. */
  INTERNAL("Something went wrong on the server.", false);

  private final String message;
  private final boolean retryable;

  Refusal(String message, boolean retryable) {
    this.message = message;
    this.retryable = retryable;
  }

  /** A sentence for people. */
  public String message() {
    return message;
  }

  /**
   * Whether the same command with the same id may succeed later. If not, the command is not in the
   * log, whatever was tried before.
   */
  public boolean isRetryable() {
    return retryable;
  }

  /** Whether the server is in no state to do it, whoever asks and whatever for. */
  public boolean isOurFault() {
    return switch (this) {
      case BUSY, STORE_FULL, UNAVAILABLE, DRAINING, INTERNAL -> true;
      case MALFORMED,
          UNSUPPORTED,
          NOT_FOUND,
          GONE,
          NOT_MEMBER,
          FORBIDDEN,
          NAME_INVALID,
          NAME_RESERVED,
          NAME_TAKEN,
          ROOM_FULL,
          TOO_LONG,
          TOO_LARGE,
          ID_REUSED,
          OUT_OF_ORDER,
          RATE_LIMITED,
          CHALLENGE ->
          false;
    };
  }
}
