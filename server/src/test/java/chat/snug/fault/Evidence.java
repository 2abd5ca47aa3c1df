package chat.snug.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was sent, what was seen and what is stored, as the checker reads it. Collected by many
 * threads; read when all of them have stopped.
 */
public final class Evidence {
  /** An event as it stands in a log or was shown: {@code hash} over type and content. */
  public record Fact(long sequence, String id, String member, String commandId, long hash) {}

  /** The hash of a message, or of an edit, whose words have been deleted. */
  public static final long GONE = hash("gone", "");

  /** What an event does to a message, which is its target; {@code text}: the hash of its words. */
  public record Change(Kind kind, String target, String emoji, long text) {
    /** What is done. */
    public enum Kind {
      NONE,
      MESSAGE,
      EDIT,
      DELETE,
      /** The target is a member. */
      DELETE_ALL,
      REACT,
      UNREACT,
      PIN,
      UNPIN
    }

    /** Whether it is done to a message that is there. */
    boolean isOfAMessage() {
      return kind != Kind.NONE && kind != Kind.MESSAGE;
    }

    /** Nothing that the checker follows. */
    public static Change none() {
      return new Change(Kind.NONE, "", "", 0);
    }

    /** A new message. */
    public static Change message(long text) {
      return new Change(Kind.MESSAGE, "", "", text);
    }

    /** Another change of a message, or of all messages of a member. */
    public static Change of(Kind kind, String target) {
      return new Change(kind, target, "", 0);
    }
  }

  /** The place of an event among those of its sender's outbox; number 0 if it has none. */
  public record Stored(Fact fact, String outbox, long number, Change change) {}

  /** A message as somebody sees it: {@code reactions} are emoji, each with its members. */
  public record Now(String id, long text, boolean edited, String reactions) {}

  /** What somebody was told at once of messages as they are, by a log up to {@code head}. */
  public record Reading(
      String room, String reader, long head, List<Now> messages, List<String> pinned) {}

  /** What became of a command. */
  public enum Outcome {
    /** Acked with a sequence. */
    OK,
    /** Refused for good: it is not in the log. */
    FAILED,
    /** No answer, or one that says to try again. */
    UNKNOWN
  }

  /** One attempt to send. Times in ns. */
  public record Attempt(
      String room,
      String member,
      String commandId,
      long hash,
      long invokedAt,
      long answeredAt,
      Outcome outcome,
      long sequence,
      String id) {}

  /** Something that happened to what a client holds of a room. */
  public sealed interface Step {
    /** An event was shown, live or with an entrance. */
    record Shown(Fact fact) implements Step {}

    /** The server said openly that the client's place is here now: it holds what comes before. */
    record Jumped(long sequence) implements Step {}

    /** An older event that the client asked for. */
    record Filled(Fact fact) implements Step {}

    /** The client has left; nothing more may be shown before it enters again. */
    record Left() implements Step {}

    /** The client has entered. */
    record Entered() implements Step {}
  }

  /** What one client saw of one room, in order. */
  public static final class View {
    final String room;
    final String client;
    final String member;
    final List<Step> steps = Collections.synchronizedList(new ArrayList<>());

    /** Whether the client was there from the first event to the last. */
    volatile boolean complete = true;

    /** Something more happened. */
    public void add(Step step) {
      steps.add(step);
    }

    View(String room, String client, String member) {
      this.room = room;
      this.client = client;
      this.member = member;
    }
  }

  private final ConcurrentLinkedQueue<Attempt> attempts = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<View> views = new ConcurrentLinkedQueue<>();
  private final Map<String, List<Stored>> logs = new ConcurrentHashMap<>();
  private final Map<String, List<Fact>> histories = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Reading> readings = new ConcurrentLinkedQueue<>();
  private final Map<String, String> shared = new ConcurrentHashMap<>();
  private final AtomicLong acked = new AtomicLong();

  public void attempted(Attempt attempt) {
    attempts.add(attempt);
    if (attempt.outcome() == Outcome.OK) {
      acked.incrementAndGet();
    }
  }

  public View view(String room, String client, String member) {
    View view = new View(room, client, member);
    views.add(view);
    return view;
  }

  /** One string for all that are the same. */
  String share(String text) {
    return shared.computeIfAbsent(text, same -> same);
  }

  /** What stands in the database in the end. */
  public void stored(String room, List<Stored> log) {
    logs.put(room, log);
  }

  /** What somebody who pages through the whole history in the end gets. */
  public void history(String room, List<Fact> events) {
    histories.put(room, events);
  }

  /** What somebody has read of messages as they are. */
  public void read(Reading reading) {
    readings.add(reading);
  }

  Collection<Reading> readings() {
    return readings;
  }

  public long acked() {
    return acked.get();
  }

  Collection<Attempt> attempts() {
    return attempts;
  }

  Collection<View> views() {
    return views;
  }

  /** The logs, by room. */
  public Map<String, List<Stored>> logs() {
    return logs;
  }

  Map<String, List<Fact>> histories() {
    return histories;
  }

  /** A hash that differs for different contents, as good as surely. */
  public static long hash(String type, String content) {
    long hash = 0xcbf29ce484222325L;
    String text = type + "\n" + content;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
