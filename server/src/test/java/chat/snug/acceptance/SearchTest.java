package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Looking for what was said. */
final class SearchTest extends StoreTest {
  private final TestClient ana;
  private final TestClient bo;
  private final String room;
  private int commands;

  SearchTest(String store) {
    super(store);
    ana = TestClient.connect(server().port());
    JsonNode made = ana.call("room:create", "name", "Ana").get("room");
    room = made.get("id").asString();
    bo = TestClient.connect(server().port());
    bo.call("room:join", "code", made.get("code").asString(), "name", "Bo");
  }

  @AfterEach
  void stop() {
    ana.close();
    bo.close();
  }

  @Test
  void findsPartsOfWordsWhateverCaseAndAccents() {
    say(ana, "Die Straßenbahn fährt nach KÖLN");
    say(bo, "unrelated");
    say(bo, "日本語のメッセージ");

    assertThat(find("bahn")).containsExactly("Die Straßenbahn fährt nach KÖLN");
    assertThat(find("koln FAHRT")).hasSize(1);
    assertThat(find("ÖL")).hasSize(1);
    assertThat(find("メッセ")).hasSize(1);
    assertThat(find("語")).hasSize(1);
    assertThat(find("bahnhof")).isEmpty();
  }

  @Test
  void findsWhateverSignsAndLettersAPhoneTypes() {
    say(ana, "don\u2019t panic, O\u2019Brien");
    say(ana, "مُحَمَّد");
    say(ana, "IŞIK");
    say(ana, "Straße");

    assertThat(find("don't o'brien")).hasSize(1);
    assertThat(find("محمد")).containsExactly("مُحَمَّد");
    assertThat(find("ışık")).containsExactly("IŞIK");
    assertThat(find("STRASSE")).containsExactly("Straße");
  }

  @Test
  void takesSignsOfTheQueryAsTheyAre() {
    say(ana, "100% of a_b and \"quoted\" OR c\\d");
    say(ana, "100 of axb");

    for (String query : List.of("100%", "a_b", "\"quoted\"", "c\\d", "OR", "%", "_b")) {
      assertThat(find(query)).as(query).hasSize(1);
    }
    assertThat(find("NEAR(")).isEmpty();
    assertThat(find("folded:of")).isEmpty();
  }

  @Test
  void givesTheNewestFirstWithTheirNeighboursPageByPage() {
    for (int i = 1; i <= 7; i++) {
      say(ana, i % 2 == 1 ? "needle " + i : "hay " + i);
    }

    JsonNode first = search("query", "needle", "limit", 2);
    JsonNode second = search("query", "needle", "limit", 2, "before", 5);

    assertThat(texts(first.get("events"))).containsExactly("needle 7", "needle 5");
    assertThat(first.get("more").asBoolean()).isTrue();
    assertThat(texts(first.get("neighbours"))).containsExactlyInAnyOrder("hay 6", "hay 4");
    assertThat(texts(second.get("events"))).containsExactly("needle 3", "needle 1");
    assertThat(second.get("more").asBoolean()).isFalse();
  }

  @Test
  void narrowsByAuthorContentAndTime() {
    say(ana, "see https://example.org");
    say(ana, "see www.example.com");
    JsonNode last = say(bo, "see you");
    String member = ana.call("history:load", "room", room).at("/events/2/member").asString();

    assertThat(texts(search("query", "see", "from", member).get("events")))
        .containsExactly("see you");
    assertThat(texts(search("has", "link").get("events")))
        .containsExactly("see www.example.com", "see https://example.org");
    assertThat(texts(search("has", "file").get("events"))).isEmpty();
    assertThat(texts(search("query", "see", "until", 1).get("events"))).isEmpty();
    assertThat(texts(search("query", "see", "until", last.get("at").asLong() + 1).get("events")))
        .hasSize(3);
  }

  @Test
  void followsEditsAndDeletions() {
    JsonNode first = say(ana, "the first version");
    JsonNode second = say(ana, "another version");
    assertThat(find("version")).hasSize(2);

    change("message:edit", first, "text", "entirely new");
    change("message:delete", second);
    say(ana, "a later version");

    assertThat(find("version")).containsExactly("a later version");
    assertThat(find("entirely")).containsExactly("entirely new");
  }

  @Test
  void refusesWhatIsNoSearch() {
    assertThat(refusal("query", "")).isEqualTo("malformed");
    assertThat(refusal("query", "x".repeat(201))).isEqualTo("too_long");
    assertThat(refusal("query", "x", "has", "cheese")).isEqualTo("malformed");
    assertThat(refusal("query", "x", "limit", 51)).isEqualTo("malformed");
  }

  private JsonNode say(TestClient who, String text) {
    return who.call("message:send", "room", room, "cid", "c" + commands++, "text", text);
  }

  private void change(String event, JsonNode message, Object... more) {
    var argument = TestClient.object(more);
    argument.put("room", room).put("cid", "c" + commands++).put("id", message.get("id").asString());
    assertThat(ana.ask(event, argument).join().get("ok").asBoolean()).isTrue();
  }

  private List<String> find(String query) {
    return texts(search("query", query).get("events"));
  }

  private JsonNode search(Object... fields) {
    JsonNode answer = ana.ask("history:search", TestClient.object(fields).put("room", room)).join();
    assertThat(answer.get("ok").asBoolean()).as(answer.toString()).isTrue();
    return answer;
  }

  private String refusal(Object... fields) {
    JsonNode answer = ana.ask("history:search", TestClient.object(fields).put("room", room)).join();
    return answer.at("/error/code").asString();
  }

  private static List<String> texts(JsonNode events) {
    return events.valueStream().map(event -> event.get("text").asString()).toList();
  }
}
