package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Edits, deletions, reactions and pins: told live, replayed, and seen in what is read. */
final class ChangedMessagesTest extends StoreTest {
  private static final String SEAT = "S".repeat(43);

  private final TestClient ana;
  private TestClient bo;
  private final String room;
  private final String code;

  ChangedMessagesTest(String store) {
    super(store);
    ana = TestClient.connect(server().port());
    JsonNode made = ana.call("room:create", "name", "Ana").get("room");
    room = made.get("id").asString();
    code = made.get("code").asString();
    bo = TestClient.connect(server().port());
    bo.call("room:join", "code", code, "name", "Bo", "token", SEAT);
  }

  @AfterEach
  void stop() {
    ana.close();
    bo.close();
  }

  @Test
  void tellsAnEditAndShowsTheLastTextToWhoReads() {
    String id = say(bo, "c1", "helo");

    JsonNode answer = bo.call("message:edit", "room", room, "cid", "c2", "id", id, "text", "hello");

    JsonNode told = ana.next("message:edited");
    assertThat(answer.get("seq").asLong()).isEqualTo(2).isEqualTo(told.get("seq").asLong());
    assertThat(told.get("target").asString()).isEqualTo(id);
    assertThat(told.get("text").asString()).isEqualTo("hello");
    for (JsonNode message : List.of(history().get(0), snapshot().at("/events/0"))) {
      assertThat(message.get("text").asString()).isEqualTo("hello");
      assertThat(message.get("edited").asBoolean()).isTrue();
    }
  }

  @Test
  void replaysWhatHappenedToMessagesWhileSomebodyWasAway() {
    String first = say(ana, "c1", "one");
    String second = say(ana, "c2", "two");
    String epoch = snapshot().at("/room/epoch").asString();
    bo.cut();

    ana.call("message:edit", "room", room, "cid", "c3", "id", first, "text", "eins");
    ana.call("message:react", "room", room, "cid", "c4", "id", first, "emoji", "👍", "on", true);
    ana.call("message:pin", "room", room, "cid", "c5", "id", first, "on", true);
    ana.call("message:delete", "room", room, "cid", "c6", "id", second);
    bo = TestClient.connect(server().port());
    JsonNode back =
        bo.call(
            "room:join",
            "room",
            room,
            "token",
            SEAT,
            "resume",
            TestClient.object("epoch", epoch, "seq", 2, "tail", second));

    assertThat(back.get("mode").asString()).isEqualTo("resume");
    assertThat(types(back.get("events")))
        .containsExactly("message:edited", "reaction", "message:pinned", "message:deleted");
    assertThat(back.at("/pinned/0/text").asString()).isEqualTo("eins");
    assertThat(back.at("/pinned/0/reactions/0/members/0/name").asString()).isEqualTo("Ana");
  }

  @Test
  void leavesNoWordOfADeletedMessageInAnythingThatIsRead() {
    String id = say(ana, "c1", "a secret");
    ana.call("message:edit", "room", room, "cid", "c2", "id", id, "text", "another secret");
    ana.call("message:react", "room", room, "cid", "c3", "id", id, "emoji", "❤️", "on", true);
    ana.call("message:pin", "room", room, "cid", "c4", "id", id, "on", true);

    ana.call("message:delete", "room", room, "cid", "c5", "id", id);

    JsonNode snapshot = snapshot();
    JsonNode raw =
        ana.call(
            "room:join",
            "room",
            room,
            "token",
            "unknown".repeat(6) + "x",
            "resume",
            TestClient.object("epoch", snapshot.at("/room/epoch").asString(), "seq", 0));
    assertThat(List.of(snapshot.toString(), history().toString(), raw.toString()))
        .allSatisfy(text -> assertThat(text).doesNotContain("secret"));
    assertThat(raw.get("mode").asString()).isEqualTo("resume");
    assertThat(history().get(0).get("deleted").asBoolean()).isTrue();
    assertThat(history().get(0).has("reactions")).isFalse();
    assertThat(snapshot.get("pinned")).isEmpty();
  }

  @Test
  void holdsChangesToWhoMayMakeThem() {
    String id = say(ana, "c1", "mine");
    String gone = say(bo, "c1", "soon gone");
    bo.call("message:delete", "room", room, "cid", "c2", "id", gone);

    assertThat(refusal(bo, "message:edit", "id", id, "text", "yours")).isEqualTo("forbidden");
    assertThat(refusal(bo, "message:delete", "id", id)).isEqualTo("forbidden");
    assertThat(refusal(bo, "message:pin", "id", id, "on", true)).isEqualTo("forbidden");
    assertThat(refusal(bo, "message:edit", "id", gone, "text", "back")).isEqualTo("not_found");
    assertThat(refusal(bo, "message:react", "id", gone, "emoji", "👍", "on", true))
        .isEqualTo("not_found");
    assertThat(refusal(bo, "message:edit", "id", "0".repeat(26), "text", "x"))
        .isEqualTo("not_found");
    assertThat(refusal(ana, "message:edit", "id", id, "text", " ")).isEqualTo("malformed");
    assertThat(refusal(bo, "message:react", "id", id, "emoji", "no", "on", true))
        .isEqualTo("malformed");
    assertThat(history().get(0).get("text").asString()).isEqualTo("mine");
  }

  @Test
  void makesOneChangeOfACommandThatIsRepeated() {
    String id = say(ana, "c1", "helo");

    JsonNode first = ana.call("message:edit", "room", room, "cid", "e", "id", id, "text", "hello");
    JsonNode again = ana.call("message:edit", "room", room, "cid", "e", "id", id, "text", "hello");
    JsonNode other = ana.call("message:edit", "room", room, "cid", "e", "id", id, "text", "hallo");
    ana.call("message:delete", "room", room, "cid", "d", "id", id);
    JsonNode late = ana.call("message:delete", "room", room, "cid", "d", "id", id);

    assertThat(again.get("seq")).isEqualTo(first.get("seq"));
    assertThat(again.get("duplicate").asBoolean()).isTrue();
    assertThat(other.at("/error/code").asString()).isEqualTo("id_reused");
    assertThat(late.get("duplicate").asBoolean()).isTrue();
    assertThat(snapshot().get("head").asLong()).isEqualTo(3);
  }

  @Test
  void boundsTheKindsOfEmojiAtAMessage() {
    String id = say(ana, "c1", "react!");
    List<String> emoji =
        IntStream.range(0, 21).mapToObj(i -> Character.toString(0x1F600 + i)).toList();
    for (String one : emoji.subList(0, 20)) {
      assertThat(react(one, id, true)).isEqualTo("ok");
    }

    assertThat(react(emoji.getLast(), id, true)).isEqualTo("too_large");
    assertThat(react(emoji.getFirst(), id, false)).isEqualTo("ok");
    assertThat(react(emoji.getLast(), id, true)).isEqualTo("ok");
    assertThat(history().get(0).get("reactions")).hasSize(20);
  }

  @Test
  void deletesAllThatAMemberHasSent() {
    say(bo, "c1", "first of Bo");
    say(ana, "c1", "of Ana");
    say(bo, "c2", "second of Bo");
    String self = memberOf("Bo");

    JsonNode answer = bo.call("messages:delete", "room", room, "cid", "c3", "member", self);

    assertThat(ana.next("messages:deleted").get("target").asString()).isEqualTo(self);
    assertThat(answer.get("ok").asBoolean()).isTrue();
    assertThat(history().toString()).doesNotContain("of Bo").contains("of Ana");
    assertThat(snapshot().get("events").toString()).doesNotContain("of Bo").contains("of Ana");
  }

  @Test
  void loadsAroundAMessageOrATime() {
    List<JsonNode> sent =
        IntStream.rangeClosed(1, 19)
            .mapToObj(i -> ana.call("message:send", "room", room, "cid", "c" + i, "text", "m" + i))
            .toList();

    JsonNode around =
        ana.call(
            "history:load", "room", room, "around", sent.get(9).get("id").asString(), "limit", 5);
    JsonNode at =
        ana.call("history:load", "room", room, "at", sent.get(9).get("at").asLong(), "limit", 1);
    JsonNode early = ana.call("history:load", "room", room, "at", 0, "limit", 5);

    assertThat(sequences(around.get("events"))).containsExactly(8L, 9L, 10L, 11L, 12L);
    assertThat(around.get("more").asBoolean()).isTrue();
    assertThat(at.at("/events/0/at").asLong()).isEqualTo(sent.get(9).get("at").asLong());
    assertThat(sequences(early.get("events"))).startsWith(1L);
  }

  private String react(String emoji, String id, boolean on) {
    String cid = emoji + on + id;
    JsonNode answer =
        ana.call("message:react", "room", room, "cid", cid, "id", id, "emoji", emoji, "on", on);
    return answer.get("ok").asBoolean() ? "ok" : answer.at("/error/code").asString();
  }

  private String say(TestClient who, String cid, String text) {
    return who.call("message:send", "room", room, "cid", cid, "text", text).get("id").asString();
  }

  private String refusal(TestClient who, String event, Object... fields) {
    var argument = TestClient.object(fields);
    argument.put("room", room).put("cid", "refused" + event + argument.hashCode());
    return who.ask(event, argument).join().at("/error/code").asString();
  }

  private JsonNode history() {
    return ana.call("history:load", "room", room).get("events");
  }

  private JsonNode snapshot() {
    return ana.call("room:join", "code", code, "name", "Ana");
  }

  private String memberOf(String name) {
    return StreamSupport.stream(snapshot().get("members").spliterator(), false)
        .filter(member -> member.get("name").asString().equals(name))
        .findFirst()
        .orElseThrow()
        .get("id")
        .asString();
  }

  private static List<String> types(JsonNode events) {
    return events.valueStream().map(event -> event.get("type").asString()).toList();
  }

  private static List<Long> sequences(JsonNode events) {
    return events.valueStream().map(event -> event.get("seq").asLong()).toList();
  }
}
