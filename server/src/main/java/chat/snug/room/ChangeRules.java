package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Who may change which message, and what becomes of it. Applied by the log in the transaction that
 * stores the change, so that two changes of one message never miss each other. Immutable.
 *
 * @param editWindow how long after it was sent a message may be edited
 * @param keepers members who may delete what others sent
 */
public record ChangeRules(Duration editWindow, Set<Member.Id> keepers) {
  /** Edits of one message at most: all of them go with it. */
  public static final int MAX_EDITS = 200;

  /** Messages of a room that are pinned at the same time, at most. */
  public static final int MAX_PINNED = 50;

  /** Copies the set. */
  public ChangeRules {
    requireNonNull(editWindow, "editWindow");
    keepers = Set.copyOf(keepers);
  }

  /**
   * Checks a change of a message; how many changes there may be is up to the log, which counts.
   *
   * @param target the message as it was sent, if it is there
   * @throws RefusedException {@code NOT_FOUND} if it is no message or deleted, {@code FORBIDDEN} if
   *     it is not the member's to change or too late
   */
  public void check(RoomEvent target, RoomEvent change) {
    boolean own = target.member().equals(change.member());
    switch (change.content()) {
      case RoomEvent.MessageEdited _ -> {
        require(own, "Only who wrote a message can edit it.");
        require(
            change.at() - target.at() <= editWindow.toMillis(),
            "This message is too old to be edited.");
      }
      case RoomEvent.MessageDeleted _ ->
          require(
              own || keepers.contains(change.member()),
              "Only who wrote a message or a host can delete it.");
      case RoomEvent.Reacted _,
          RoomEvent.MessagePinned _,
          RoomEvent.MessageSent _,
          RoomEvent.MessageNow _,
          RoomEvent.MessageGone _,
          RoomEvent.MessagesDeleted _,
          RoomEvent.MemberRenamed _,
          RoomEvent.RoomUpdated _,
          RoomEvent.Unknown _ -> {}
    }
    if (now(target).isEmpty()) {
      throw noMessage();
    }
  }

  /**
   * Checks how often a message was edited.
   *
   * @throws RefusedException {@code TOO_LARGE} if that is as often as it may be
   */
  public static void checkEdits(int before) {
    if (before >= MAX_EDITS) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "A message can be edited " + MAX_EDITS + " times.");
    }
  }

  /**
   * Checks that one more message may be pinned.
   *
   * @param others how many are
   * @throws RefusedException {@code TOO_LARGE} if there are as many as there may be
   */
  public void checkPinned(int others) {
    if (others >= MAX_PINNED) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "A room has " + MAX_PINNED + " pinned messages at most: take one down first.");
    }
  }

  /** What there is to say when the target is not there. */
  public static RefusedException noMessage() {
    return new RefusedException(Refusal.NOT_FOUND, "This message is not there any more.");
  }

  /** The message after a change that has been accepted; empty if it is none, or deleted. */
  static Optional<RoomEvent> changed(RoomEvent target, RoomEvent change) {
    return now(target)
        .map(now ->
            switch (change.content()) {
              case RoomEvent.MessageEdited(_, Optional<MessageText> text) ->
                  new RoomEvent.MessageNow(
                      new RoomEvent.MessageSent(
                          text.orElse(now.message().text()),
                          now.message().replyTo(),
                          now.message().attachments()),
                      true,
                      now.reactions());
              case RoomEvent.Reacted(_, Emoji emoji, boolean on) ->
                  new RoomEvent.MessageNow(
                      now.message(),
                      now.edited(),
                      now.reactions().with(emoji, change.member(), change.name(), on));
              case RoomEvent.MessageDeleted _, RoomEvent.MessagesDeleted _ ->
                  new RoomEvent.MessageGone();
              case RoomEvent.MessagePinned _,
                  RoomEvent.MessageSent _,
                  RoomEvent.MessageNow _,
                  RoomEvent.MessageGone _,
                  RoomEvent.MemberRenamed _,
                  RoomEvent.RoomUpdated _,
                  RoomEvent.Unknown _ ->
                  target.content();
            })
        .map(target::with);
  }

  private static Optional<RoomEvent.MessageNow> now(RoomEvent target) {
    return switch (target.content()) {
      case RoomEvent.MessageSent sent ->
          Optional.of(new RoomEvent.MessageNow(sent, false, Reactions.none()));
      case RoomEvent.MessageNow now -> Optional.of(now);
      case RoomEvent.MessageGone _,
          RoomEvent.MessageEdited _,
          RoomEvent.MessageDeleted _,
          RoomEvent.MessagesDeleted _,
          RoomEvent.Reacted _,
          RoomEvent.MessagePinned _,
          RoomEvent.MemberRenamed _,
          RoomEvent.RoomUpdated _,
          RoomEvent.Unknown _ ->
          Optional.empty();
    };
  }

  private static void require(boolean allowed, String otherwise) {
    if (!allowed) {
      throw new RefusedException(Refusal.FORBIDDEN, otherwise);
    }
  }
}
