package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    ACK_ANOTHER_SEQUENCE("I1"),
    LOSE_AN_ACKED_EDIT("I1"),
    STORE_A_REACTION_AGAIN("I2"),
    KEEP_DELETED_WORDS("I14"),
    SHOW_A_DELETED_MESSAGE("I15"),
    SHOW_AN_OLD_TEXT("I15"),
    LOSE_A_REACTION("I15"),
    FORGET_A_PIN("I15");

    private final String seenBy;

    Bug(String seenBy) {
      this.seenBy = seenBy;
    }
  }

  @ParameterizedTest
  @EnumSource(value = Bug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isFound(Bug bug) {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<String> violations = Checker.check(new ChatWithBug(bug, seed).run());

      assertThat(violations)
          .as("%s, seed %d", bug, seed)
          .anySatisfy(violation -> assertThat(violation).startsWith(bug.seenBy + ":"));
    }
  }

  @Test
  void aSoundChatRaisesNoAlarm() {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(Checker.check(new ChatWithBug(Bug.NONE, seed).run()))
          .as("seed %d", seed)
          .isEmpty();
    }
  }
}
