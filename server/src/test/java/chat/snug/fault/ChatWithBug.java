package chat.snug.fault;

import chat.snug.fault.Evidence.Attempt;
import chat.snug.fault.Evidence.Change;
import chat.snug.fault.Evidence.Change.Kind;
import chat.snug.fault.Evidence.Fact;
import chat.snug.fault.Evidence.Now;
import chat.snug.fault.Evidence.Outcome;
import chat.snug.fault.Evidence.Reading;
import chat.snug.fault.Evidence.Step;
import chat.snug.fault.Evidence.Stored;
import chat.snug.fault.PlantedBugsTest.Bug;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A whole chat in one thread with one bug: a log, four people, cuts, retries, a restart. */
final class ChatWithBug {
  private static final String ROOM = "room";
  private static final int STEPS = 300;
  private static final List<Kind> KINDS =
      List.of(Kind.EDIT, Kind.EDIT, Kind.REACT, Kind.UNREACT, Kind.PIN, Kind.PIN, Kind.DELETE);

  private final Bug bug;
  private final Random random;
  private final Evidence evidence = new Evidence();
  private final List<Stored> log = new ArrayList<>();
  private final List<Person> people = new ArrayList<>();
  private final Map<String, Long> outboxes = new HashMap<>();
  private long clock;
  private boolean planted;

  /** A command: what it is about, and what it does to a message. */
  private record Asked(String command, long hash, Change change) {}

  private final class Person {
    final String member;
    final Evidence.View view;
    long place;
    boolean here = true;
    boolean gone;
    int sent;

    Person(String member) {
      this.member = member;
      this.view = evidence.view(ROOM, member, member);
    }

    void show(Fact fact) {
      view.steps.add(new Step.Shown(fact));
      place = fact.sequence();
    }
  }

  ChatWithBug(Bug bug, int seed) {
    this.bug = bug;
    this.random = new Random(seed);
    for (String name : List.of("ana", "bo", "chi", "dan")) {
      people.add(new Person(name));
    }
  }

  Evidence run() {
    for (int step = 0; step < STEPS; step++) {
      Person person = people.get(random.nextInt(3));
      switch (random.nextInt(10)) {
        case 0 -> person.here = false;
        case 1 -> comeBack(person, step);
        case 2, 3, 4 -> change(person, step);
        default -> send(person, step);
      }
      if (step == STEPS / 2) {
        leave(people.get(3));
        restart();
      }
    }
    people.forEach(person -> comeBack(person, STEPS));
    end();
    return evidence;
  }

  private void send(Person person, int step) {
    if (!person.here || person.gone) {
      return;
    }
    String command = person.member + "-" + person.sent++;
    long hash = Evidence.hash("message", command + " text");
    Asked asked = new Asked(command, hash, Change.message(hash));
    long invokedAt = ++clock;
    boolean mayPlant = step > STEPS / 3 && !planted;
    if (mayPlant && bug == Bug.ACK_BEFORE_COMMIT) {
      planted = true;
      answered(person, asked, invokedAt, Outcome.OK, log.size() + 1L, "lost");
      return;
    }
    if (mayPlant && bug == Bug.SHOW_BEFORE_COMMIT) {
      planted = true;
      Fact phantom = new Fact(log.size() + 1L, "phantom", person.member, command, hash);
      people.stream().filter(other -> other.here).forEach(other -> other.show(phantom));
      return;
    }
    if (random.nextInt(20) == 0) {
      refuse(person, asked, invokedAt);
      return;
    }
    Fact fact = store(person, asked, mayPlant);
    tell(fact, mayPlant);
    if (random.nextInt(5) == 0) {
      answered(person, asked, invokedAt, Outcome.UNKNOWN, 0, "");
      retry(person, asked, fact);
    } else {
      long acked = fact.sequence();
      if (mayPlant && bug == Bug.ACK_ANOTHER_SEQUENCE) {
        planted = true;
        acked++;
      }
      answered(person, asked, invokedAt, Outcome.OK, acked, fact.id());
    }
  }

  /** Something is done to a message that somebody has sent. */
  private void change(Person person, int step) {
    if (!person.here || log.isEmpty()) {
      return;
    }
    Stored target = log.get(random.nextInt(log.size()));
    if (target.change().kind() != Kind.MESSAGE || target.fact().hash() == Evidence.GONE) {
      return;
    }
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    String command = person.member + "-" + person.sent++;
    long hash = Evidence.hash(kind.name(), command);
    Asked asked = new Asked(command, hash, new Change(kind, target.fact().id(), "👍", hash));
    long invokedAt = ++clock;
    if (bug == Bug.LOSE_AN_ACKED_EDIT && kind == Kind.EDIT && step > STEPS / 3) {
      answered(person, asked, invokedAt, Outcome.OK, log.size(), "lost");
      return;
    }
    Fact fact = store(person, asked, false);
    if (bug == Bug.STORE_A_REACTION_AGAIN && kind == Kind.REACT) {
      tell(fact, false);
      fact = store(person, asked, false);
    }
    tell(fact, false);
    if (kind == Kind.DELETE) {
      delete(target);
    }
    answered(person, asked, invokedAt, Outcome.OK, fact.sequence(), fact.id());
  }

  /** The words of a message and of its edits are gone. */
  private void delete(Stored target) {
    String id = target.fact().id();
    log.replaceAll(stored -> {
      Change change = stored.change();
      boolean isEdit = change.kind() == Kind.EDIT && change.target().equals(id);
      if (!isEdit && !stored.fact().id().equals(id)) {
        return stored;
      }
      Fact old = stored.fact();
      Fact gone = new Fact(old.sequence(), old.id(), old.member(), old.commandId(), Evidence.GONE);
      Change blank = new Change(change.kind(), change.target(), "", Evidence.GONE);
      return new Stored(gone, stored.outbox(), stored.number(), blank);
    });
  }

  private void refuse(Person person, Asked asked, long invokedAt) {
    if (bug == Bug.STORE_WHAT_WAS_REFUSED) {
      tell(store(person, asked, false), false);
    }
    answered(person, asked, invokedAt, Outcome.FAILED, 0, "");
  }

  private Fact store(Person person, Asked asked, boolean mayPlant) {
    long sequence = log.size() + 1L;
    if (mayPlant && bug == Bug.LEAVE_A_GAP) {
      planted = true;
      sequence++;
    }
    if (mayPlant && bug == Bug.ONE_SEQUENCE_FOR_TWO) {
      planted = true;
      sequence--;
    }
    String command = asked.command();
    Fact fact = new Fact(sequence, "id-" + command, person.member, command, asked.hash());
    long number = outboxes.merge(person.member, 1L, Long::sum);
    if (mayPlant && bug == Bug.REORDER_A_SENDER && number > 1) {
      planted = true;
      number += 1;
    }
    log.add(new Stored(fact, "box", number, asked.change()));
    if (mayPlant && bug == Bug.STALE_SEQUENCE && log.size() > 3) {
      planted = true;
      putBefore(log.size() - 1, 2);
      return log.get(log.size() - 3).fact();
    }
    return fact;
  }

  /** The newest event takes an older place, and those after it are renumbered. */
  private void putBefore(int index, int places) {
    Stored newest = log.remove(index);
    log.add(index - places, newest);
    for (int i = 0; i < log.size(); i++) {
      Fact old = log.get(i).fact();
      Fact moved = new Fact(i + 1L, old.id(), old.member(), old.commandId(), old.hash());
      Stored stored = log.get(i);
      log.set(i, new Stored(moved, stored.outbox(), stored.number(), stored.change()));
    }
  }

  private void tell(Fact fact, boolean mayPlant) {
    for (Person other : people) {
      if (other.gone && bug == Bug.TELL_WHO_HAS_LEFT) {
        other.view.steps.add(new Step.Shown(fact));
      }
      if (!other.here || other.gone) {
        continue;
      }
      Fact shown = fact;
      if (bug == Bug.DROP_A_BROADCAST && fact.sequence() % 10 == 0) {
        continue;
      }
      if (mayPlant && !planted && bug == Bug.CHANGE_A_TEXT) {
        planted = true;
        shown = new Fact(fact.sequence(), fact.id(), fact.member(), fact.commandId(), 7);
      }
      other.show(shown);
      if (mayPlant && !planted && bug == Bug.DELIVER_TWICE) {
        planted = true;
        other.show(shown);
      }
      if (mayPlant && !planted && bug == Bug.SWAP_TWO_DELIVERIES && endsWithTwo(other.view.steps)) {
        planted = true;
        int last = other.view.steps.size() - 1;
        other.view.steps.add(other.view.steps.remove(last - 1));
      }
    }
  }

  private static boolean endsWithTwo(List<Step> steps) {
    int size = steps.size();
    return size > 2
        && steps.get(size - 1) instanceof Step.Shown
        && steps.get(size - 2) instanceof Step.Shown;
  }

  private void retry(Person person, Asked asked, Fact fact) {
    long invokedAt = ++clock;
    Fact acked = fact;
    if (bug == Bug.STORE_A_RETRY_AGAIN) {
      acked = store(person, asked, false);
      tell(acked, false);
    }
    answered(person, asked, invokedAt, Outcome.OK, acked.sequence(), acked.id());
  }

  private void answered(
      Person person, Asked asked, long invokedAt, Outcome outcome, long sequence, String id) {
    evidence.attempted(
        new Attempt(
            ROOM,
            person.member,
            asked.command(),
            asked.hash(),
            invokedAt,
            ++clock,
            outcome,
            sequence,
            id));
  }

  private void comeBack(Person person, int step) {
    if (person.gone || person.here) {
      return;
    }
    person.here = true;
    person.view.steps.add(new Step.Entered());
    long from = person.place;
    if (bug == Bug.SKIP_ONE_AT_A_RESUME && step > STEPS / 3 && from < log.size() - 1) {
      from++;
    }
    for (int i = (int) from; i < log.size(); i++) {
      person.show(log.get(i).fact());
    }
  }

  private void leave(Person person) {
    person.gone = true;
    person.view.complete = false;
    person.view.steps.add(new Step.Left());
  }

  private void restart() {
    if (bug == Bug.RENUMBER_AFTER_A_RESTART) {
      putBefore(log.size() - 1, 5);
    }
  }

  private void end() {
    if (bug == Bug.DROP_THE_LAST_BROADCAST) {
      List<Step> steps = people.getFirst().view.steps;
      while (!(steps.removeLast() instanceof Step.Shown)) {
        // what is not shown cannot be dropped
      }
    }
    List<Fact> history = new ArrayList<>(log.stream().map(Stored::fact).toList());
    if (bug == Bug.LOSE_THE_END_OF_THE_HISTORY) {
      history.removeLast();
    }
    if (bug == Bug.KEEP_DELETED_WORDS) {
      history.replaceAll(fact ->
          fact.hash() == Evidence.GONE
              ? new Fact(fact.sequence(), fact.id(), fact.member(), fact.commandId(), 7)
              : fact);
    }
    evidence.stored(ROOM, log);
    evidence.history(ROOM, history);
    read(new Reckoning(log, log.size()));
  }

  /** Somebody comes anew and is told of all messages as they are. */
  private void read(Reckoning reckoning) {
    List<Now> messages = new ArrayList<>();
    for (Stored stored : log) {
      Now now = reckoning.now(stored.fact().id());
      if (now != null) {
        messages.add(seen(now));
      }
    }
    List<String> pinned = new ArrayList<>(reckoning.pinned());
    if (bug == Bug.FORGET_A_PIN) {
      pinned.removeLast();
    }
    evidence.read(new Reading(ROOM, "a newcomer", log.size(), messages, pinned));
  }

  private Now seen(Now now) {
    boolean isGone = now.text() == Evidence.GONE;
    if ((isGone && bug == Bug.SHOW_A_DELETED_MESSAGE)
        || (now.edited() && bug == Bug.SHOW_AN_OLD_TEXT)) {
      return new Now(now.id(), 7, now.edited(), now.reactions());
    }
    return bug == Bug.LOSE_A_REACTION ? new Now(now.id(), now.text(), now.edited(), "") : now;
  }
}
