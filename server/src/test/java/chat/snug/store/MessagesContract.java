package chat.snug.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.room.ChangeRules;
import chat.snug.room.CommandId;
import chat.snug.room.Emoji;
import chat.snug.room.EventLog;
import chat.snug.room.EventRange;
import chat.snug.room.Found;
import chat.snug.room.MessageText;
import chat.snug.room.Reactions;
import chat.snug.room.Refusal;
import chat.snug.room.RoomDirectory;
import chat.snug.room.RoomEvent;
import chat.snug.room.Search;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every store must do about messages that something happens to. */
abstract class MessagesContract extends RoomDirectoryContract {
  @Test
  void refusesAnAnswerToNothing() {
    append(0, message("c1", "a", eventId(3)));

    List<EventLog.Outcome> outcomes =
        append(
            1,
            answer("c2", eventId(9)),
            answer("c3", eventId(3)),
            answer("c4", eventId(4)),
            message("c5", "b", eventId(4)),
            answer("c4", eventId(4)));

    for (int none : new int[] {0, 2}) {
      assertThat(outcomes.get(none))
          .isInstanceOfSatisfying(
              EventLog.Outcome.Refused.class,
              refused -> assertThat(refused.reason().refusal()).isEqualTo(Refusal.NOT_FOUND));
    }
    assertThat(stored(outcomes)).hasSize(3);
    assertThat(append(4, answer("c3", eventId(3))).getFirst())
        .isInstanceOf(EventLog.Outcome.Duplicate.class);
  }

  @Test
  void countsReactionsInWhatIsReadAndLoaded() {
    RoomEvent[] messages =
        IntStream.range(0, 10)
            .mapToObj(i -> change("c" + i, content("text " + i)))
            .toArray(RoomEvent[]::new);
    append(0, messages);
    RoomEvent[] reactions =
        Stream.of(messages)
            .flatMap(message ->
                Stream.of("👍", "❤", "🎉", "😀", "🚀")
                    .map(emoji ->
                        change(
                            message.id() + emoji,
                            new RoomEvent.Reacted(message.id(), new Emoji(emoji), true))))
            .toArray(RoomEvent[]::new);
    append(10, reactions);
    int all =
        wait(eventLog().readAsTheyAre(ROOM, EventRange.first(0, 11, Integer.MAX_VALUE))).stream()
            .mapToInt(RoomEvent::weight)
            .sum();

    List<RoomEvent> first = wait(eventLog().readAsTheyAre(ROOM, EventRange.first(0, 11, all / 2)));
    RoomDirectory.Contents contents =
        wait(directory().load(ROOM, 60, 50 * reactions[0].weight() + all / 2)).orElseThrow();

    assertThat(first).extracting(RoomEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(first)
        .allSatisfy(event -> assertThat(event.content()).isInstanceOf(RoomEvent.MessageNow.class));
    assertThat(contents.recent()).hasSameSizeAs(contents.recentAsTheyAre());
    assertThat(contents.recent().getFirst().sequence()).isBetween(2L, 10L);
    assertThat(contents.recent().getLast().sequence()).isEqualTo(60);
  }

  @Test
  void pinsAsManyMessagesAsARoomMayHaveAndRefusesOneMore() {
    int most = ChangeRules.MAX_PINNED;
    RoomEvent[] messages =
        IntStream.rangeClosed(0, most)
            .mapToObj(i -> change("c" + i, content("text " + i)))
            .toArray(RoomEvent[]::new);
    append(0, messages);
    List<RoomEvent> pins =
        IntStream.rangeClosed(0, most).mapToObj(i -> pin("p" + i, messages[i], true)).toList();

    List<EventLog.Outcome> outcomes = append(most + 1, pins.toArray(RoomEvent[]::new));
    List<EventLog.Outcome> again = append(2 * most + 1, pin("again", messages[3], true));
    List<EventLog.Outcome> instead =
        append(2 * most + 2, pin("off", messages[0], false), pin("instead", messages[most], true));

    assertThat(stored(outcomes)).hasSize(most);
    assertThat(outcomes.getLast())
        .isInstanceOfSatisfying(
            EventLog.Outcome.Refused.class,
            refused -> assertThat(refused.reason().refusal()).isEqualTo(Refusal.TOO_LARGE));
    assertThat(stored(again)).hasSize(1);
    assertThat(stored(instead)).hasSize(2);
    assertThat(wait(eventLog().pinned(ROOM, Integer.MAX_VALUE)))
        .hasSize(most)
        .extracting(RoomEvent::id)
        .contains(messages[most].id())
        .doesNotContain(messages[0].id());
  }

  @Test
  void readsMessagesAsTheyWereAndAsTheyAre() {
    RoomEvent first = change("c1", content("first"));
    RoomEvent second = change("c2", content("second"));
    RoomEvent edit = edit("e1", first, "edited");
    RoomEvent emoji = react("r1", second, "👍", true);
    append(0, first, second, edit, by(BO, emoji));

    List<RoomEvent> now = asTheyAre();

    assertThat(read(0, 10))
        .extracting(RoomEvent::content)
        .containsExactly(first.content(), second.content(), edit.content(), emoji.content());
    assertThat(now.getFirst().content()).isEqualTo(now("edited", true, Reactions.none()));
    assertThat(now.get(1).content())
        .isEqualTo(
            now("second", false, Reactions.none().with(new Emoji("👍"), BO.id(), BO.name(), true)));
    assertThat(load().recentAsTheyAre()).isEqualTo(now);
    assertThat(load().recent()).isEqualTo(read(0, 10));
  }

  @Test
  void showsAMessageWithoutAReactionThatWasTakenBackAsItWasSent() {
    RoomEvent message = change("c1", content("text"));
    append(0, message, react("r1", message, "👍", true), react("r2", message, "👍", false));

    assertThat(asTheyAre().getFirst().content()).isEqualTo(message.content());
  }

  @Test
  void keepsAnEmojiAtItsPlaceWhenWhoPutItFirstTakesItBack() {
    RoomEvent message = change("c1", content("text"));

    append(
        0,
        message,
        react("r1", message, "👍", true),
        by(BO, react("r2", message, "🎉", true)),
        by(BO, react("r3", message, "👍", true)),
        react("r4", message, "👍", false));

    assertThat(asTheyAre().getFirst().content())
        .isEqualTo(
            now(
                "text",
                false,
                Reactions.none()
                    .with(new Emoji("👍"), BO.id(), BO.name(), true)
                    .with(new Emoji("🎉"), BO.id(), BO.name(), true)));
  }

  @Test
  void keepsNoWordOfAMessageThatWasDeleted() {
    RoomEvent message = change("c1", content("secret"));
    RoomEvent edit = edit("e1", message, "more secret");
    append(0, message, edit, react("r1", message, "👍", true), pin("p1", message, true));

    append(4, change("d1", new RoomEvent.MessageDeleted(message.id())));

    assertThat(read(0, 10).getFirst().content()).isEqualTo(new RoomEvent.MessageGone());
    assertThat(asTheyAre().getFirst().content()).isEqualTo(new RoomEvent.MessageGone());
    assertThat(read(0, 10).get(1).content())
        .isEqualTo(new RoomEvent.MessageEdited(message.id(), Optional.empty()));
    assertThat(wait(eventLog().pinned(ROOM, Integer.MAX_VALUE))).isEmpty();
    assertThat(wait(eventLog().pinnedIds(ROOM))).isEmpty();
    assertThat(append(5, message, edit))
        .allMatch(again -> again instanceof EventLog.Outcome.Duplicate);
    assertRefused(append(5, edit("e2", message, "again")).getFirst(), Refusal.NOT_FOUND);
    assertRefused(append(5, pin("p2", message, true)).getFirst(), Refusal.NOT_FOUND);
  }

  @Test
  void deletesAllThatAMemberHadSentAndNothingElse() {
    RoomEvent own = change("c1", content("secret"));
    RoomEvent others = by(BO, change("c2", content("of another")));
    RoomEvent all = change("d1", new RoomEvent.MessagesDeleted(ANA.id()));
    append(0, own, others, edit("e1", own, "more secret"), all, message("c3", "later"));

    assertThat(read(0, 10))
        .extracting(RoomEvent::content)
        .containsExactly(
            new RoomEvent.MessageGone(),
            others.content(),
            new RoomEvent.MessageEdited(own.id(), Optional.empty()),
            all.content(),
            content("later"));
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(asTheyAre().getFirst().content()).isEqualTo(new RoomEvent.MessageGone()));
  }

  @Test
  void refusesWhatIsNotTheMembersToChange() {
    RoomEvent message = change("c1", content("text"));
    append(0, message);
    RoomEvent deletion = by(BO, change("d1", new RoomEvent.MessageDeleted(message.id())));
    RoomEvent late =
        new RoomEvent(
            0,
            eventId(9),
            Duration.ofDays(2).toMillis(),
            ANA.id(),
            ANA.name(),
            Optional.of(new CommandId("e2")),
            Optional.empty(),
            new RoomEvent.MessageEdited(message.id(), Optional.of(new MessageText("late"))));

    List<EventLog.Outcome> outcomes =
        append(1, by(BO, edit("e1", message, "by another")), deletion, late);
    List<EventLog.Outcome> byKeeper = wait(appending(ROOM, 1, Set.of(BO.id()), deletion));

    assertThat(outcomes).allSatisfy(outcome -> assertRefused(outcome, Refusal.FORBIDDEN));
    assertThat(stored(byKeeper)).hasSize(1);
  }

  @Test
  void refusesChangesOfWhatIsNoMessage() {
    RoomEvent message = change("c1", content("text"));
    RoomEvent emoji = react("r1", message, "👍", true);
    append(0, message, emoji);

    List<EventLog.Outcome> outcomes =
        append(
            2,
            react("r2", change("never", content("stored")), "👍", true),
            react("r3", emoji, "👍", true),
            pin("p1", emoji, true));

    assertThat(outcomes).allSatisfy(outcome -> assertRefused(outcome, Refusal.NOT_FOUND));
  }

  @Test
  void storesAChangeOnceHoweverOftenItComes() {
    RoomEvent message = change("c1", content("text"));
    RoomEvent edit = edit("e1", message, "edited");
    append(0, message);

    List<EventLog.Outcome> outcomes = append(1, edit, edit, edit("e1", message, "something else"));

    assertThat(outcomes)
        .containsExactly(
            new EventLog.Outcome.Stored(edit.at(2)),
            new EventLog.Outcome.Duplicate(edit.at(2)),
            new EventLog.Outcome.IdReused());
  }

  @Test
  void refusesMoreEditsAndMoreEmojiThanAMessageMayHave() {
    RoomEvent message = change("c1", content("text"));
    append(0, message);
    int edits = ChangeRules.MAX_EDITS;
    append(
        1,
        IntStream.range(0, edits)
            .mapToObj(i -> edit("e" + i, message, "text " + i))
            .toArray(RoomEvent[]::new));
    append(
        1 + edits,
        IntStream.range(0, Reactions.MAX_EMOJI)
            .mapToObj(i -> react("r" + i, message, Character.toString(0x1F600 + i), true))
            .toArray(RoomEvent[]::new));

    List<EventLog.Outcome> outcomes =
        append(
            1 + edits + Reactions.MAX_EMOJI,
            edit("one more", message, "text"),
            react("another", message, "🚀", true));

    assertThat(outcomes).allSatisfy(outcome -> assertRefused(outcome, Refusal.TOO_LARGE));
  }

  @Test
  void readsPinsInTheOrderInWhichTheyWerePinnedLast() {
    RoomEvent first = change("c1", content("first"));
    RoomEvent second = change("c2", content("second"));
    append(0, first, second);

    append(
        2,
        pin("p1", first, true),
        pin("p2", second, true),
        pin("p3", first, true),
        edit("e1", second, "edited"));

    assertThat(wait(eventLog().pinned(ROOM, Integer.MAX_VALUE)))
        .extracting(RoomEvent::content)
        .containsExactly(now("edited", true, Reactions.none()), first.content());
    assertThat(wait(eventLog().pinned(ROOM, 1)))
        .extracting(RoomEvent::sequence)
        .containsExactly(1L);
    assertThat(wait(eventLog().pinnedIds(ROOM))).containsExactlyInAnyOrder(first.id(), second.id());
  }

  @Test
  void findsMessagesAsTheyAreNow() {
    RoomEvent edited = change("c2", content("Nadel"));
    RoomEvent deleted = change("c4", content("a needle, too"));
    append(
        0,
        change("c1", content("a NEEDLE")),
        edited,
        change("c3", content("hay")),
        deleted,
        edit("e1", edited, "needle now"),
        change("d1", new RoomEvent.MessageDeleted(deleted.id())));

    Found all = wait(eventLog().search(ROOM, needle(10)));
    Found newest = wait(eventLog().search(ROOM, needle(1)));

    assertThat(all.events()).extracting(RoomEvent::sequence).containsExactly(2L, 1L);
    assertThat(all.neighbours()).extracting(RoomEvent::sequence).containsExactly(3L);
    assertThat(all.more()).isFalse();
    assertThat(newest.events()).extracting(RoomEvent::sequence).containsExactly(2L);
    assertThat(newest.more()).isTrue();
    assertThat(newest.before()).isEqualTo(2);
  }

  private List<RoomEvent> asTheyAre() {
    return wait(eventLog().readAsTheyAre(ROOM, EventRange.first(0, 10, Integer.MAX_VALUE)));
  }

  private static Search needle(int limit) {
    return new Search(
        Search.words("needle"),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        limit);
  }

  private static RoomEvent.Content now(String text, boolean edited, Reactions reactions) {
    return new RoomEvent.MessageNow((RoomEvent.MessageSent) content(text), edited, reactions);
  }

  private static RoomEvent edit(String commandId, RoomEvent message, String text) {
    return change(
        commandId, new RoomEvent.MessageEdited(message.id(), Optional.of(new MessageText(text))));
  }

  private static RoomEvent react(String commandId, RoomEvent message, String emoji, boolean on) {
    return change(commandId, new RoomEvent.Reacted(message.id(), new Emoji(emoji), on));
  }
}
