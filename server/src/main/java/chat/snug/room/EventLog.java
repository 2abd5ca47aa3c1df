package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Appends events of rooms and reads them back.
 *
 * <p><em>Durable:</em> when an append is answered, its events survive a crash. <em>Ordered:</em>
 * the sequences of a room start at 1 and have no gaps; appends of a room take effect in the order
 * of the calls. <em>Once:</em> a command id of a member makes one event, however often it is
 * appended. <em>Thread-safe.</em> Not responsible for telling anybody.
 */
public interface EventLog {

  /**
   * Appends drafts, all or none, and answers on {@code loop}. Answers for the same loop that are
   * ready at the same time come in one task.
   */
  void append(Append append);

  /**
   * The events of a range, ascending and contiguous, as they happened; only what was deleted is
   * gone. Never holds much more in memory than the range allows.
   */
  CompletableFuture<List<RoomEvent>> read(RoomId room, EventRange range);

  /** The same events, with each message as it is now. */
  CompletableFuture<List<RoomEvent>> readAsTheyAre(RoomId room, EventRange range);

  /**
   * The messages that are pinned, as they are now, in the order in which they were pinned: the last
   * ones, as many as are within {@code maxWeight}.
   */
  CompletableFuture<List<RoomEvent>> pinned(RoomId room, int maxWeight);

  /** The ids of all messages that are pinned. */
  CompletableFuture<Set<EventId>> pinnedIds(RoomId room);

  /** The sequence of an event. */
  CompletableFuture<OptionalLong> sequenceOf(RoomId room, EventId event);

  /** The sequence of the first event at or after a time, in ms since 1970; none: the next one. */
  CompletableFuture<Long> sequenceAt(RoomId room, long at);

  /** The messages that a search finds; what was stored before the call is among them. */
  CompletableFuture<Found> search(RoomId room, Search search);

  /** The event that this command made, if it did. */
  CompletableFuture<Optional<RoomEvent>> find(RoomId room, Member.Id member, CommandId commandId);

  /**
   * What one turn of a room wants to append. Until the log takes it, messages may {@link #join} it:
   * what comes while the log is busy with others is stored, and told, with what waits already.
   * Thread-safe.
   */
  final class Append {
    private final RoomId room;
    private final long checkedAt;
    private final ChangeRules rules;
    private final Executor loop;
    private final Consumer<List<Outcome>> answer;
    private final Consumer<Throwable> failed;
    private final List<RoomEvent> drafts;
    private boolean taken;

    /**
     * An append that nobody has taken yet.
     *
     * @param checkedAt the room's head that the drafts were checked against
     * @param drafts events in order; their sequences are not looked at
     * @param rules what changes of messages are held to
     * @param answer gets one outcome per draft, in order
     * @param failed gets the reason if nothing was appended or it is unknown whether
     */
    public Append(
        RoomId room,
        long checkedAt,
        List<RoomEvent> drafts,
        ChangeRules rules,
        Executor loop,
        Consumer<List<Outcome>> answer,
        Consumer<Throwable> failed) {
      this.room = requireNonNull(room, "room");
      this.checkedAt = checkedAt;
      this.drafts = new ArrayList<>(drafts);
      this.rules = requireNonNull(rules, "rules");
      this.loop = requireNonNull(loop, "loop");
      this.answer = requireNonNull(answer, "answer");
      this.failed = requireNonNull(failed, "failed");
    }

    public RoomId room() {
      return room;
    }

    public long checkedAt() {
      return checkedAt;
    }

    public ChangeRules rules() {
      return rules;
    }

    /** Where the answer is given. */
    public Executor loop() {
      return loop;
    }

    public Consumer<List<Outcome>> answer() {
      return answer;
    }

    public Consumer<Throwable> failed() {
      return failed;
    }

    /** Adds a message without files at the end; false if the log has taken the drafts already. */
    public synchronized boolean join(RoomEvent message) {
      return !taken && drafts.add(message);
    }

    /** All drafts, in order; from now on no other joins them. */
    public synchronized List<RoomEvent> take() {
      taken = true;
      return drafts;
    }
  }

  /** What became of a draft. */
  sealed interface Outcome {
    /** It is the event of this sequence now. */
    record Stored(RoomEvent event) implements Outcome {}

    /** The same command was stored before, as this event. */
    record Duplicate(RoomEvent event) implements Outcome {}

    /** The id stands for another command of the member; nothing was stored. */
    record IdReused() implements Outcome {}

    /** The rules refuse it, or its target is not there; nothing was stored. */
    record Refused(RefusedException reason) implements Outcome {}

    /** It is not the next of its outbox; nothing was stored. */
    record OutOfOrder() implements Outcome {}
  }
}
