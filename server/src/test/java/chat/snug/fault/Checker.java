package chat.snug.fault;

import chat.snug.fault.Evidence.Attempt;
import chat.snug.fault.Evidence.Fact;
import chat.snug.fault.Evidence.Now;
import chat.snug.fault.Evidence.Outcome;
import chat.snug.fault.Evidence.Reading;
import chat.snug.fault.Evidence.Step;
import chat.snug.fault.Evidence.Stored;
import chat.snug.fault.Evidence.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which promises were broken. Idea: all that is promised is about one log per room, so every
 * piece of evidence is held against that log; cost: sorting, O(n log n). The invariants and their
 * numbers are those of docs/guarantees.md; the names in brackets those of Kingsbury's Jepsen tests
 * for queues and logs.
 */
public final class Checker {
  /** At most so many violations of one invariant are told. */
  private static final int MAX_TOLD = 5;

  private final Evidence evidence;
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Map<Long, Fact>> bySequence = new HashMap<>();
  private final Map<String, Map<String, Fact>> byCommand = new HashMap<>();
  private final Map<String, Reckoning> reckonings = new HashMap<>();

  /** The hash of what each command asked for. */
  private final Map<String, Long> asked = new HashMap<>();

  private Checker(Evidence evidence) {
    this.evidence = evidence;
  }

  /** The violations, a line each; empty if every promise was kept. */
  public static List<String> check(Evidence evidence) {
    Checker checker = new Checker(evidence);
    evidence.attempts().forEach(checker::remember);
    evidence.logs().forEach(checker::checkLog);
    evidence.logs().forEach(checker::checkOutboxes);
    evidence.histories().forEach(checker::checkHistory);
    evidence.attempts().forEach(checker::checkAttempt);
    checker.checkRealTimeOrder();
    evidence.views().forEach(checker::checkView);
    evidence.readings().forEach(checker::checkReading);
    return checker.violations;
  }

  private void remember(Attempt attempt) {
    asked.put(key(attempt.room(), attempt.member(), attempt.commandId()), attempt.hash());
  }

  private static String key(String room, String member, String commandId) {
    return room + member + "/" + commandId;
  }

  /** I2 (duplicate), I5: every command once, numbers 1 … head. */
  private void checkLog(String room, List<Stored> log) {
    Map<Long, Fact> sequences = bySequence.computeIfAbsent(room, _ -> new HashMap<>());
    Map<String, Fact> commands = byCommand.computeIfAbsent(room, _ -> new HashMap<>());
    Reckoning reckoning = new Reckoning(log, Long.MAX_VALUE);
    reckonings.put(room, reckoning);
    long expected = 1;
    for (Stored stored : log) {
      Fact fact = stored.fact();
      checkDeleted(room, fact, "the log");
      if (fact.sequence() != expected) {
        violated("I5", room + ": " + fact.sequence() + " stands where " + expected + " belongs");
      }
      expected = fact.sequence() + 1;
      sequences.put(fact.sequence(), fact);
      if (!fact.commandId().isEmpty()
          && commands.put(fact.member() + "/" + fact.commandId(), fact) != null) {
        violated("I2", room + ": " + fact.commandId() + " is stored twice");
      }
    }
  }

  /** I8 (non-monotonic send): what one outbox sent stands in its order, nothing left out. */
  private void checkOutboxes(String room, List<Stored> log) {
    Map<String, Long> last = new HashMap<>();
    for (Stored stored : log) {
      if (stored.number() > 0) {
        String outbox = stored.fact().member() + "/" + stored.outbox();
        long before = last.getOrDefault(outbox, 0L);
        if (stored.number() != before + 1) {
          violated("I8", room + ": " + outbox + " has " + stored.number() + " after " + before);
        }
        last.put(outbox, stored.number());
      }
    }
  }

  /** I4 and I5 for who pages through the history. */
  private void checkHistory(String room, List<Fact> history) {
    long expected = 1;
    for (Fact fact : history) {
      if (fact.sequence() != expected++) {
        violated("I5", room + ": the history has " + fact.sequence() + " at " + (expected - 1));
      }
      checkSame("I4", room, fact, "the history");
      checkDeleted(room, fact, "the history");
    }
    if (history.size() != bySequence.getOrDefault(room, Map.of()).size()) {
      violated("I5", room + ": the history has " + history.size() + " events");
    }
  }

  /** I14: in the end no word of what was deleted is anywhere. */
  private void checkDeleted(String room, Fact fact, String where) {
    if (reckoning(room).isDeleted(fact.sequence()) && fact.hash() != Evidence.GONE) {
      violated("I14", where + " has words of " + fact + ", which is deleted");
    }
  }

  /** I1 (lost write), I3 (aborted read). */
  private void checkAttempt(Attempt attempt) {
    Fact fact = stored(attempt);
    if (attempt.outcome() == Outcome.FAILED && fact != null) {
      violated("I3", attempt.commandId() + " was refused and is stored");
    }
    if (attempt.outcome() != Outcome.OK) {
      return;
    }
    if (fact == null) {
      violated("I1", attempt.commandId() + " was acked and is not stored");
    } else if (fact.sequence() != attempt.sequence()
        || !fact.id().equals(attempt.id())
        || !isSame(attempt.room(), fact, attempt.hash())) {
      violated(
          "I1", attempt.commandId() + " was acked as something else: " + attempt + ", " + fact);
    }
  }

  /** What an attempt has come to; without an id, what stands where it was acked to stand. */
  private @Nullable Fact stored(Attempt attempt) {
    return attempt.commandId().isEmpty()
        ? bySequence.getOrDefault(attempt.room(), Map.of()).get(attempt.sequence())
        : byCommand
            .getOrDefault(attempt.room(), Map.of())
            .get(attempt.member() + "/" + attempt.commandId());
  }

  /** I9 (real time): who began after another was acked stands behind it. */
  private void checkRealTimeOrder() {
    record Moment(long time, boolean isAck, Attempt attempt) {}
    Map<String, List<Moment>> rooms = new HashMap<>();
    Map<String, Attempt> firsts = new HashMap<>();
    for (Attempt attempt : evidence.attempts()) {
      if (!attempt.commandId().isEmpty()) {
        firsts.merge(
            key(attempt.room(), attempt.member(), attempt.commandId()),
            attempt,
            (one, other) -> one.invokedAt() <= other.invokedAt() ? one : other);
      }
      if (attempt.outcome() == Outcome.OK) {
        rooms
            .computeIfAbsent(attempt.room(), _ -> new ArrayList<>())
            .add(new Moment(attempt.answeredAt(), true, attempt));
      }
    }
    firsts.forEach((_, first) ->
        rooms
            .computeIfAbsent(first.room(), _ -> new ArrayList<>())
            .add(new Moment(first.invokedAt(), false, first)));
    rooms.forEach((_, moments) -> {
      moments.sort(Comparator.comparingLong(Moment::time));
      long highest = 0;
      for (Moment moment : moments) {
        Attempt attempt = moment.attempt();
        if (moment.isAck()) {
          highest = Math.max(highest, attempt.sequence());
        } else {
          Fact fact = stored(attempt);
          if (fact != null && fact.sequence() <= highest) {
            violated("I9", attempt.commandId() + " stands before what was acked earlier");
          }
        }
      }
    });
  }

  /** I4, I6 (poll skip, non-monotonic), I7 (unseen), I10, I11 (phantom), I12, I13. */
  private void checkView(View view) {
    Map<Long, Fact> log = bySequence.getOrDefault(view.room, Map.of());
    Set<Long> held = new HashSet<>();
    long place = 0;
    boolean inside = true;
    for (Step step : List.copyOf(view.steps)) {
      switch (step) {
        case Step.Entered() -> inside = true;
        case Step.Left() -> inside = false;
        case Step.Jumped(long sequence) -> place = sequence;
        case Step.Filled(Fact fact) -> {
          checkSame("I4", view.room, fact, view.client);
          held.add(fact.sequence());
        }
        case Step.Shown(Fact fact) -> {
          if (!inside) {
            violated("I13", view.client + " was shown " + fact.sequence() + " of a room it left");
          }
          if (fact.sequence() != place + 1) {
            violated("I6", view.client + " was shown " + fact.sequence() + " after " + place);
          }
          place = fact.sequence();
          checkSame("I4", view.room, fact, view.client);
          held.add(fact.sequence());
        }
      }
    }
    if (view.complete && held.size() < log.size()) {
      violated("I7", view.client + " has seen " + held.size() + " of " + log.size());
    }
    checkOwn(view, log, held);
  }

  /** I10: what a client has sent, it has seen. */
  private void checkOwn(View view, Map<Long, Fact> log, Set<Long> held) {
    if (!view.complete) {
      return;
    }
    for (Fact fact : log.values()) {
      if (fact.member().equals(view.member) && !held.contains(fact.sequence())) {
        violated("I10", view.client + " has not seen its own " + fact.commandId());
      }
    }
  }

  /** I15: messages and pins as they are, for everybody as the log up to there has made them. */
  private void checkReading(Reading reading) {
    List<Stored> log = evidence.logs().getOrDefault(reading.room(), List.of());
    Reckoning then = new Reckoning(log, reading.head());
    for (Now now : reading.messages()) {
      Now expected = then.now(now.id());
      if (expected == null || !isSame(now, expected, then.isGone(now.id()))) {
        violated("I15", reading.reader() + " was told " + now + ", the log says " + expected);
      }
    }
    // pins may be read a moment after the rest: what has changed meanwhile is told afterwards
    boolean agree = reading.pinned().equals(then.pinned());
    for (long head = reading.head() + 1; !agree && head <= log.size(); head++) {
      agree = reading.pinned().equals(new Reckoning(log, head).pinned());
    }
    if (!agree) {
      violated(
          "I15",
          reading.reader() + " was told of pins " + reading.pinned() + ", not " + then.pinned());
    }
  }

  /** What was deleted later has no text in the log by which it could be judged. */
  private static boolean isSame(Now now, Now expected, boolean isGone) {
    boolean hasNoWords = now.text() == Evidence.GONE;
    return hasNoWords == isGone
        && now.edited() == expected.edited()
        && now.reactions().equals(expected.reactions())
        && (now.text() == expected.text() || expected.text() == Evidence.GONE);
  }

  private void checkSame(String invariant, String room, Fact shown, String where) {
    Fact stored = bySequence.getOrDefault(room, Map.of()).get(shown.sequence());
    if (stored == null) {
      violated("I11", where + " has " + shown + ", which is not stored");
    } else if (!stored.id().equals(shown.id()) || !isSame(room, stored, shown.hash())) {
      violated(invariant, where + " has " + shown + " where " + stored + " is stored");
    }
  }

  /** As it stands in the log; as an edit made it; or gone, or as it was before it was deleted. */
  private boolean isSame(String room, Fact stored, long hash) {
    Reckoning reckoning = reckoning(room);
    if (stored.hash() == hash || reckoning.wasEditedTo(stored.sequence(), hash)) {
      return true;
    }
    return reckoning.isDeleted(stored.sequence())
        && (hash == Evidence.GONE
            || reckoning.wasEdited(stored.sequence())
            || asked.getOrDefault(key(room, stored.member(), stored.commandId()), 0L) == hash);
  }

  private Reckoning reckoning(String room) {
    return reckonings.computeIfAbsent(room, _ -> new Reckoning(List.of(), 0));
  }

  private void violated(String invariant, String what) {
    if (counts.merge(invariant, 1, Integer::sum) <= MAX_TOLD) {
      violations.add(invariant + ": " + what);
    }
  }
}
