package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.fault.Evidence.Attempt;
import chat.snug.fault.Evidence.Fact;
import chat.snug.fault.Evidence.Outcome;
import chat.snug.fault.Evidence.Step;
import chat.snug.fault.Evidence.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A checker that finds nothing proves nothing: here it is shown a chat with one bug at a time, each
 * of a kind that real chats had, and must find every one; and a sound chat, where it must be
 * silent.
 */
final class PlantedBugsTest {
  private static final int SEEDS = 20;

  /** What is wrong with the chat, and which invariant sees it. */
  enum Bug {
    NONE(""),
    ACK_BEFORE_COMMIT("I1"),
    DROP_A_BROADCAST("I6"),
    DROP_THE_LAST_BROADCAST("I7"),
    STORE_A_RETRY_AGAIN("I2"),
    SWAP_TWO_DELIVERIES("I6"),
    RENUMBER_AFTER_A_RESTART("I1"),
    ONE_SEQUENCE_FOR_TWO("I5"),
    LEAVE_A_GAP("I5"),
    SHOW_BEFORE_COMMIT("I4"),
    STORE_WHAT_WAS_REFUSED("I3"),
    REORDER_A_SENDER("I8"),
    STALE_SEQUENCE("I9"),
    SKIP_ONE_AT_A_RESUME("I6"),
    TELL_WHO_HAS_LEFT("I13"),
    CHANGE_A_TEXT("I4"),
    DELIVER_TWICE("I6"),
    LOSE_THE_END_OF_THE_HISTORY("I5"),
    ACK_ANOTHER_SEQUENCE("I1");

    private final String seenBy;

    Bug(String seenBy) {
      this.seenBy = seenBy;
    }
  }

  @ParameterizedTest
  @EnumSource(value = Bug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isFound(Bug bug) {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<String> violations = Checker.check(new Chat(bug, seed).run());

      assertThat(violations)
          .as("%s, seed %d", bug, seed)
          .anySatisfy(violation -> assertThat(violation).startsWith(bug.seenBy + ":"));
    }
  }

  @Test
  void aSoundChatRaisesNoAlarm() {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(Checker.check(new Chat(Bug.NONE, seed).run())).as("seed %d", seed).isEmpty();
    }
  }

  /** A whole chat in one thread: a log, four people, cuts, retries, a restart. */
  private static final class Chat {
    private static final String ROOM = "room";
    private static final int STEPS = 300;

    private final Bug bug;
    private final Random random;
    private final Evidence evidence = new Evidence();
    private final List<Stored> log = new ArrayList<>();
    private final Set<String> commands = new HashSet<>();
    private final List<Person> people = new ArrayList<>();
    private final Map<String, Long> outboxes = new HashMap<>();
    private long clock;
    private boolean planted;

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

    Chat(Bug bug, int seed) {
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
      long invokedAt = ++clock;
      boolean mayPlant = step > STEPS / 3 && !planted;
      if (mayPlant && bug == Bug.ACK_BEFORE_COMMIT) {
        planted = true;
        answered(person, command, hash, invokedAt, Outcome.OK, log.size() + 1L, "lost");
        return;
      }
      if (mayPlant && bug == Bug.SHOW_BEFORE_COMMIT) {
        planted = true;
        Fact phantom = new Fact(log.size() + 1L, "phantom", person.member, command, hash);
        people.stream().filter(other -> other.here).forEach(other -> other.show(phantom));
        return;
      }
      if (random.nextInt(20) == 0) {
        refuse(person, command, hash, invokedAt);
        return;
      }
      Fact fact = store(person, command, hash, mayPlant);
      tell(fact, mayPlant);
      if (random.nextInt(5) == 0) {
        answered(person, command, hash, invokedAt, Outcome.UNKNOWN, 0, "");
        retry(person, command, hash, fact);
      } else {
        long acked = fact.sequence();
        if (mayPlant && bug == Bug.ACK_ANOTHER_SEQUENCE) {
          planted = true;
          acked++;
        }
        answered(person, command, hash, invokedAt, Outcome.OK, acked, fact.id());
      }
    }

    private void refuse(Person person, String command, long hash, long invokedAt) {
      if (bug == Bug.STORE_WHAT_WAS_REFUSED) {
        tell(store(person, command, hash, false), false);
      }
      answered(person, command, hash, invokedAt, Outcome.FAILED, 0, "");
    }

    private Fact store(Person person, String command, long hash, boolean mayPlant) {
      long sequence = log.size() + 1L;
      if (mayPlant && bug == Bug.LEAVE_A_GAP) {
        planted = true;
        sequence++;
      }
      if (mayPlant && bug == Bug.ONE_SEQUENCE_FOR_TWO) {
        planted = true;
        sequence--;
      }
      Fact fact = new Fact(sequence, "id-" + command, person.member, command, hash);
      long number = outboxes.merge(person.member, 1L, Long::sum);
      if (mayPlant && bug == Bug.REORDER_A_SENDER && number > 1) {
        planted = true;
        number += 1;
      }
      log.add(new Stored(fact, "box", number));
      commands.add(command);
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
        log.set(i, new Stored(moved, log.get(i).outbox(), log.get(i).number()));
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
        if (mayPlant && !planted && bug == Bug.SWAP_TWO_DELIVERIES && other.view.steps.size() > 2) {
          planted = true;
          int last = other.view.steps.size() - 1;
          other.view.steps.add(other.view.steps.remove(last - 1));
        }
      }
    }

    private void retry(Person person, String command, long hash, Fact fact) {
      long invokedAt = ++clock;
      Fact acked = fact;
      if (bug == Bug.STORE_A_RETRY_AGAIN) {
        acked = store(person, command, hash, false);
        tell(acked, false);
      }
      answered(person, command, hash, invokedAt, Outcome.OK, acked.sequence(), acked.id());
    }

    private void answered(
        Person person,
        String command,
        long hash,
        long invokedAt,
        Outcome outcome,
        long sequence,
        String id) {
      evidence.attempted(
          new Attempt(
              ROOM, person.member, command, hash, invokedAt, ++clock, outcome, sequence, id));
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
      evidence.stored(ROOM, log);
      evidence.history(ROOM, history);
    }
  }
}
