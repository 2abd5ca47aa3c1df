package chat.snug.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A room that is taken along as a file, and opened again from it. */
final class ArchiveTest extends StoreTest {
  private static final AtomicInteger SEATS = new AtomicInteger();
  private static final String DAYS = "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag";
  private static final JsonMapper JSON = new JsonMapper();

  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "</script><script>alert(1)</script>",
          "<!--<script>",
          "<img src=x onerror=alert(1)>",
          "[a](javascript:alert(1))",
          "![a](javascript:alert(1))",
          "<javascript:alert(1)>",
          "```\"><script>alert(1)</script>\n```",
          "\" onmouseover=\"alert(1)",
          "> <svg onload=alert(1)>");

  private static final List<String> DAMAGED =
      List.of(
          "",
          "hello",
          "[]",
          "{}",
          "{\"format\":\"snug-room\",\"version\":1}",
          "{\"format\":\"snug-room\",\"version\":2,\"events\":[]}",
          "{\"format\":\"other\",\"version\":1,\"events\":[]}",
          "{\"format\":\"snug-room\",\"version\":1,\"events\":{}}",
          "{\"format\":\"snug-room\",\"version\":1,\"events\":[{\"type\":\"message\"}]}",
          "{\"format\":\"snug-room\",\"version\":1,\"events\":[{\"type\":\"message\",\"id\":7}]}",
          "{\"format\":\"snug-room\",\"version\":1,\"events\":[{\"type\":\"message\",\"id\":\"x\","
              + "\"at\":1,\"member\":\"m\",\"name\":\"Ana\",\"text\":\"a\"}]}",
          "{\"format\":\"snug-room\",\"version\":1,\"events\":[{\"type\":\"message\",\"id\":"
              + "\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"at\":1,\"member\":\"m\",\"name\":\"Ana\","
              + "\"text\":\"a\",\"files\":[{\"name\":\"a\",\"data\":\"!!\"}]}]}",
          "{\"format\":\"snug-room\",\"version\":1,\"events\":[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]}");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String hostSeat = newSeat();
  private final String seat = newSeat();
  private final String strangerSeat = newSeat();
  private TestClient ana;
  private TestClient bo;
  private String room = "";
  private String code = "";
  private int commands;

  ArchiveTest(String store) {
    super(store);
  }

  @BeforeEach
  void start() {
    ana = TestClient.connect(server().port());
    JsonNode made = create(hostSeat);
    room = made.get("id").asString();
    code = made.get("code").asString();
    bo = TestClient.connect(server().port());
    bo.call("room:join", "code", code, "name", "Bo", "token", seat);
  }

  @AfterEach
  void stop() {
    ana.close();
    bo.close();
  }

  @Test
  void writesEveryMessageAsItIsNow() {
    String hello = say(ana, "Hello");
    String reply = id(command(bo, "message:send", "text", "Hi **you**", "replyTo", hello));
    command(ana, "message:edit", "id", hello, "text", "Hello there");
    command(bo, "message:react", "id", hello, "emoji", "👍", "on", true);
    command(ana, "message:pin", "id", reply, "on", true);
    String gone = say(bo, "a secret");
    command(bo, "message:delete", "id", gone);

    String text = export("json", seat).body();
    JsonNode written = JSON.readTree(text);

    assertThat(written.get("format").asString()).isEqualTo("snug-room");
    assertThat(written.get("code").asString()).isEqualTo(code);
    assertThat(written.get("events")).hasSize(2);
    JsonNode first = written.at("/events/0");
    assertThat(first.get("text").asString()).isEqualTo("Hello there");
    assertThat(first.get("edited").asBoolean()).isTrue();
    assertThat(first.at("/reactions/0/emoji").asString()).isEqualTo("👍");
    assertThat(first.at("/reactions/0/members/0/name").asString()).isEqualTo("Bo");
    JsonNode second = written.at("/events/1");
    assertThat(second.get("replyTo").asString()).isEqualTo(hello);
    assertThat(second.get("pinned").asBoolean()).isTrue();
    assertThat(text).doesNotContain("secret");
    assertThat(text.lines().filter(line -> line.contains("{\"type\"")).count()).isEqualTo(2);
  }

  @Test
  void writesOnePageThatNeedsNothingElse() {
    byte[] notes = "bring <b>soup</b>".getBytes(UTF_8);
    String file = upload("notes.txt", notes);
    String first =
        say(ana, "See https://example.org/a?b=1&c=2 and ![x](https://example.org/p.png)");
    command(bo, "message:send", "text", "ok", "replyTo", first, "files", List.of(file));

    HttpResponse<String> answer = export("html", seat);
    String page = answer.body();

    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .matches("attachment; filename=\"snug-" + code + "-\\d{4}-\\d\\d-\\d\\d\\.html\"");
    assertThat(page).startsWith("<!doctype html>").contains("<html lang=\"en\" dir=\"ltr\">");
    assertThat(page).contains("Content-Security-Policy\" content=\"default-src 'none'");
    assertThat(page).doesNotContainPattern("<img[^>]+src=\"http").doesNotContain("<link");
    assertThat(page)
        .contains("<a rel=\"noopener noreferrer nofollow\" href=\"https://example.org/a");
    assertThat(page).contains("href=\"#" + first + "\">Ana: See https://example.org");
    assertThat(page)
        .contains(
            "data:application/octet-stream;base64," + Base64.getEncoder().encodeToString(notes));
  }

  @Test
  void showsWhatIsHostileAsItWasTyped() {
    HOSTILE.forEach(text -> say(ana, text));

    String page = export("html", hostSeat).body();

    String messages = page.substring(page.indexOf("<main"), page.indexOf("</main>"));
    String start = "<script type=\"application/json\" class=\"event\">";
    assertThat(messages.replace(start, ""))
        .doesNotContain("<script", "<svg", "<img", "<!--", "href=\"javascript");
    assertThat(
            Pattern.compile(Pattern.quote(start) + "(.*?)</script>")
                .matcher(messages)
                .results()
                .map(event -> JSON.readTree(event.group(1)).get("text").asString()))
        .isEqualTo(HOSTILE);
  }

  @Test
  void writesAndReadsMessagesOfAnyShape() {
    List<String> shapes =
        Stream.of("> ", "- ", "1. ", "[", "*", "~", "`", "||", "[a](", "<", "\\", "\"", "{", "> - ")
            .map(piece -> piece.repeat(3_999 / piece.length()).strip())
            .toList();
    shapes.forEach(shape -> say(bo, shape));

    for (String format : List.of("html", "json", "markdown")) {
      HttpResponse<String> answer = export(format, seat);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains(format.equals("html") ? "</html>" : "> >");
    }
    JsonNode made = create(strangerSeat);
    byte[] written = export("json", seat).body().getBytes(UTF_8);
    assertThat(restore(made, strangerSeat, written).statusCode()).isEqualTo(200);
    JsonNode read = ana.call("history:load", "room", id(made)).get("events");
    assertThat(read.valueStream().map(event -> event.get("text").asString()))
        .containsExactlyElementsOf(shapes);
  }

  @Test
  void writesTextForPeopleWithAnEditor() {
    String first = say(ana, "Shall we *meet*?");
    command(bo, "message:send", "text", "Yes", "replyTo", first);
    command(bo, "message:react", "id", first, "emoji", "👍", "on", true);
    bo.call("member:rename", "room", room, "name", "Bob");

    String text =
        send(request("/export?format=markdown&zone=Europe/Berlin&language=de", seat).build())
            .body();

    assertThat(text).startsWith("# " + code + "\n\nRaum " + code);
    assertThat(text).contains("**Ana** ", "\nShall we *meet*?\n", "\n👍 1\n", "\n> Ana: Shall we");
    assertThat(text).contains("*Bo heißt jetzt Bob*").containsPattern("\n## (" + DAYS + "), \\d");
  }

  @Test
  void writesTheDayOfTheReadersPlace() {
    JsonNode made = create(hostSeat);
    long lateOnALeapDay = Instant.parse("1972-02-29T23:30:00Z").toEpochMilli();
    String body =
        "{\"format\":\"snug-room\",\"version\":1,\"events\":[{\"type\":\"message\",\"id\":"
            + "\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"at\":"
            + lateOnALeapDay
            + ",\"member\":\"m\",\"name\":\"Ana\",\"text\":\"a\"}]}";
    assertThat(restore(made, hostSeat, body.getBytes(UTF_8)).statusCode()).isEqualTo(200);
    room = made.get("id").asString();

    String berlin = "/export?format=markdown&zone=Europe/Berlin&language=de";
    String newYork = "/export?format=markdown&zone=America/New_York&language=en";

    assertThat(send(request(berlin, hostSeat).build()).body())
        .contains("\n## Mittwoch, 1. März 1972\n", "**Ana** 00:30\n");
    assertThat(send(request(newYork, hostSeat).build()).body())
        .contains("\n## Tuesday, February 29, 1972\n", "**Ana** 6:30\u202fPM\n");
  }

  @Test
  void writesRoomsOfManyPages() {
    List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      answers.add(
          ana.ask(
              "message:send",
              TestClient.object("room", room, "cid", "many" + i, "text", "number " + i)));
    }
    answers.forEach(CompletableFuture::join);

    JsonNode events = JSON.readTree(export("json", seat).body()).get("events");

    assertThat(events).hasSize(1_500);
    assertThat(events.get(1_499).get("text").asString()).isEqualTo("number 1499");
  }

  @Test
  void opensAWrittenRoomAgain() {
    byte[] notes = "bring soup".getBytes(UTF_8);
    String file = upload("notes.txt", notes);
    String first = say(ana, "Hello");
    command(bo, "message:send", "text", "", "files", List.of(file), "replyTo", first);
    command(ana, "message:edit", "id", first, "text", "Hello there");
    command(bo, "message:react", "id", first, "emoji", "👍", "on", true);
    command(ana, "message:pin", "id", first, "on", true);
    bo.call("member:rename", "room", room, "name", "Bob");
    say(bo, "it is me");
    byte[] written = export("json", seat).body().getBytes(UTF_8);
    JsonNode before = ana.call("history:load", "room", room).get("events");
    ana.call("room:close", "room", room);

    JsonNode made = create(strangerSeat);
    HttpResponse<String> answer = restore(made, strangerSeat, written);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode entrance =
        bo.call("room:join", "code", made.get("code").asString(), "name", "Cleo", "token", seat);
    JsonNode events = entrance.get("events");
    assertThat(JSON.readTree(answer.body()).get("head")).isEqualTo(entrance.get("head"));
    List<JsonNode> messages = ofType(events, "message");
    List<JsonNode> original = ofType(before, "message");
    assertThat(messages).hasSize(3);
    for (int i = 0; i < messages.size(); i++) {
      for (String same : List.of("text", "name", "member", "id", "at")) {
        assertThat(messages.get(i).get(same)).as(same).isEqualTo(original.get(i).get(same));
      }
      assertThat(messages.get(i).get("at").asLong()).isLessThan(made.get("createdAt").asLong());
    }
    assertThat(messages.get(0).get("edited").asBoolean()).isTrue();
    assertThat(messages.get(0).get("reactions")).isEqualTo(original.get(0).get("reactions"));
    assertThat(messages.get(1).get("replyTo").asString()).isEqualTo(first);
    assertThat(entrance.at("/pinned/0/id").asString()).isEqualTo(first);
    assertThat(ofType(events, "member:renamed")).hasSize(1);
    String id = messages.get(1).at("/files/0/id").asString();
    assertThat(id).isNotEqualTo(file);
    assertThat(send(HttpRequest.newBuilder(uri("/files/" + id)).build()).body())
        .isEqualTo("bring soup");
    JsonNode found =
        bo.call("history:search", "room", made.get("id").asString(), "query", "soup notes hello");
    assertThat(found.get("ok").asBoolean()).isTrue();
    assertThat(command(ana, made, "message:send", "text", "and on").get("ok").asBoolean()).isTrue();
  }

  @Test
  void fillsOnlyAnEmptyRoomOfItsHost() {
    say(ana, "Hello");
    byte[] written = export("json", seat).body().getBytes(UTF_8);
    JsonNode here = TestClient.object("id", room);
    JsonNode empty = create(strangerSeat);
    bo.call("room:join", "code", empty.get("code").asString(), "name", "Bo", "token", seat);

    assertThat(problem(restore(here, hostSeat, written))).isEqualTo("forbidden");
    assertThat(problem(restore(empty, seat, written))).isEqualTo("forbidden");
    assertThat(problem(restore(empty, hostSeat, written))).isEqualTo("not_member");
    assertThat(restore(empty, strangerSeat, written).statusCode()).isEqualTo(200);
    assertThat(problem(restore(empty, strangerSeat, written))).isEqualTo("forbidden");
  }

  @Test
  void refusesWhatIsNoWrittenRoom() {
    JsonNode made = create(strangerSeat);
    for (String body : DAMAGED) {
      assertThat(problem(restore(made, strangerSeat, body.getBytes(UTF_8))))
          .as(body)
          .isEqualTo("malformed");
    }
    assertThat(ana.call("history:load", "room", made.get("id").asString()).get("events")).isEmpty();
  }

  @Test
  void saysHowManyEventsItHasPassedOver() {
    JsonNode made = create(strangerSeat);
    String event =
        "{\"type\":\"%s\",\"id\":\"%s\",\"at\":1,\"member\":\"m\",\"name\":\"Ana\",\"text\":\"%s\"}";
    String file =
        "{\"format\":\"snug-room\",\"version\":1,\"events\":["
            + event.formatted("message", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "hello")
            + ","
            + event.formatted("poll", "01ARZ3NDEKTSV4RRFFQ69G5FAW", "of a later version")
            + ","
            + event.formatted("message", "01ARZ3NDEKTSV4RRFFQ69G5FAX", " ")
            + "]}";

    HttpResponse<String> answer = restore(made, strangerSeat, file.getBytes(UTF_8));

    assertThat(answer.body()).isEqualTo("{\"head\":1,\"skipped\":2}");
  }

  @Test
  void keepsTimesAndNamesWithinTheRules() {
    JsonNode made = create(strangerSeat);
    String message =
        "{\"type\":\"message\",\"id\":\"%s\",\"at\":%s,\"member\":\"m\",\"name\":\"%s\",\"text\":\"a\"}";
    String start = "{\"format\":\"snug-room\",\"version\":1,\"events\":[";
    String future = message.formatted("7ARZ3NDEKTSV4RRFFQ69G5FAVV", Long.MAX_VALUE, "Ana");
    String longName = message.formatted("01ARZ3NDEKTSV4RRFFQ69G5FAV", 5, "A".repeat(40));

    assertThat(problem(restore(made, strangerSeat, (start + longName + "]}").getBytes(UTF_8))))
        .isEqualTo("name_invalid");
    assertThat(restore(made, strangerSeat, (start + future + "]}").getBytes(UTF_8)).statusCode())
        .isEqualTo(200);
    JsonNode event = ana.call("history:load", "room", made.get("id").asString()).at("/events/0");
    assertThat(event.get("at").asLong()).isEqualTo(made.get("createdAt").asLong() - 1);
    assertThat(
            ana.call(
                    "history:load",
                    "room",
                    made.get("id").asString(),
                    "around",
                    event.get("id").asString())
                .get("ok")
                .asBoolean())
        .isTrue();
  }

  @Test
  void letsNoFileSpeakForWhoIsInTheRoomOrForTheHouse() {
    JsonNode made = create(strangerSeat);
    JsonNode entrance =
        bo.call("room:join", "code", made.get("code").asString(), "name", "Bo", "token", seat);
    String member = entrance.at("/self/id").asString();
    String said =
        "{\"type\":\"message\",\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"at\":1,\"member\":\"%s\","
            + "\"name\":\"%s\",\"text\":\"a\",\"reactions\":[{\"emoji\":\"👍\",\"members\":"
            + "[{\"id\":\"%s\",\"name\":\"%s\"}]}]}";
    String renamed =
        "{\"type\":\"member:renamed\",\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"at\":1,"
            + "\"member\":\"%s\",\"target\":\"%s\",\"before\":\"%s\",\"name\":\"%s\"}";

    for (String event :
        List.of(
            said.formatted(member, "Bo", "x", "X"),
            said.formatted("x", "X", member, "Bo"),
            renamed.formatted(member, "x", "Bo", "Mallory"),
            renamed.formatted("x", member, "X", "Mallory"))) {
      assertThat(problem(restore(made, strangerSeat, file(event))))
          .as(event)
          .isEqualTo("forbidden");
    }
    for (String event :
        List.of(
            said.formatted("x", "Snug", "y", "Y"),
            said.formatted("x", "X", "y", "ADMIN"),
            renamed.formatted("x", "x", "X", "System"),
            renamed.formatted("x", "x", "Host", "X"))) {
      assertThat(problem(restore(made, strangerSeat, file(event))))
          .as(event)
          .isEqualTo("name_reserved");
    }
    assertThat(
            bo.call(
                    "room:join",
                    "room",
                    made.get("id").asString(),
                    "token",
                    seat,
                    "code",
                    made.get("code").asString())
                .at("/self/name")
                .asString())
        .isEqualTo("Bo");
  }

  @Test
  void leavesOutTheAnswerToWhatTheFileDoesNotSay() {
    JsonNode made = create(strangerSeat);
    String message =
        "{\"type\":\"message\",\"id\":\"%s\",\"at\":1,\"member\":\"x\",\"name\":\"X\",\"text\":\"%s\"%s}";
    String blank = "01ARZ3NDEKTSV4RRFFQ69G5FA0";
    String events =
        message.formatted(blank, "", "")
            + ","
            + message.formatted(
                "01ARZ3NDEKTSV4RRFFQ69G5FA1", "a", ",\"replyTo\":\"" + blank + "\"");

    HttpResponse<String> answer = restore(made, strangerSeat, file(events));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode event = ana.call("history:load", "room", made.get("id").asString()).at("/events/0");
    assertThat(event.get("text").asString()).isEqualTo("a");
    assertThat(event.has("replyTo")).isFalse();
  }

  private static byte[] file(String events) {
    return "{\"format\":\"snug-room\",\"version\":1,\"events\":[%s]}"
        .formatted(events)
        .getBytes(UTF_8);
  }

  @Test
  void refusesAFileThatIsLargerThanOneMayBe() {
    JsonNode made = create(strangerSeat);
    String data = Base64.getEncoder().encodeToString(new byte[1024 * 1024 + 1]);
    String body =
        "{\"format\":\"snug-room\",\"version\":1,\"events\":[{\"type\":\"message\",\"id\":"
            + "\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"at\":1,\"member\":\"m\",\"name\":\"Ana\",\"text\":"
            + "\"a\",\"files\":[{\"name\":\"a\",\"data\":\""
            + data
            + "\"}]}]}";

    assertThat(problem(restore(made, strangerSeat, body.getBytes(UTF_8)))).isEqualTo("too_large");
  }

  @Test
  void showsARoomToItsMembersAlone() {
    assertThat(problem(export("json", strangerSeat))).isEqualTo("not_member");
    assertThat(problem(export("pdf", seat))).isEqualTo("malformed");
    assertThat(problem(send(HttpRequest.newBuilder(path("/export")).build())))
        .isEqualTo("not_member");
    ana.call("room:close", "room", room);
    assertThat(problem(export("json", seat))).isEqualTo("gone");
  }

  @Test
  void letsTheHostKeepTheRoomForHosts() {
    JsonNode updated = command(ana, "room:update", "whoMayExport", "hosts");

    JsonNode told = bo.next("room:updated");
    assertThat(told.get("seq")).isEqualTo(updated.get("seq"));
    assertThat(told.at("/changes/whoMayExport").asString()).isEqualTo("hosts");
    assertThat(problem(export("json", seat))).isEqualTo("forbidden");
    assertThat(export("json", hostSeat).statusCode()).isEqualTo(200);
    JsonNode entrance = bo.call("room:join", "code", code, "name", "Bo");
    assertThat(entrance.at("/room/whoMayExport").asString()).isEqualTo("hosts");
    assertThat(ofType(entrance.get("events"), "room:updated")).hasSize(1);
  }

  /** Of nobody else in the class's server. */
  private static String newSeat() {
    return String.format(Locale.ROOT, "%043d", SEATS.incrementAndGet());
  }

  private JsonNode create(String seat) {
    return ana.call("room:create", "name", "Ana", "token", seat, "cid", "make" + commands++)
        .get("room");
  }

  private String say(TestClient who, String text) {
    return id(command(who, "message:send", "text", text));
  }

  private JsonNode command(TestClient who, String event, Object... fields) {
    return command(who, TestClient.object("id", room), event, fields);
  }

  private JsonNode command(TestClient who, JsonNode in, String event, Object... fields) {
    List<Object> all =
        new ArrayList<>(List.of("room", in.get("id").asString(), "cid", "c" + commands++));
    all.addAll(List.of(fields));
    JsonNode answer = who.call(event, all.toArray());
    assertThat(answer.get("ok").asBoolean()).as(answer.toString()).isTrue();
    return answer;
  }

  private static String id(JsonNode answer) {
    return answer.get("id").asString();
  }

  private static List<JsonNode> ofType(JsonNode events, String type) {
    return events.valueStream().filter(e -> e.get("type").asString().equals(type)).toList();
  }

  private String upload(String name, byte[] bytes) {
    HttpResponse<String> answer =
        send(
            request("/files/k1?name=" + name, seat).PUT(BodyPublishers.ofByteArray(bytes)).build());
    return JSON.readTree(answer.body()).get("id").asString();
  }

  private HttpResponse<String> export(String format, String seat) {
    return send(request("/export?format=" + format, seat).build());
  }

  private HttpResponse<String> restore(JsonNode into, String seat, byte[] body) {
    return send(
        HttpRequest.newBuilder(uri("/api/v1/rooms/%s/import".formatted(into.get("id").asString())))
            .header("Authorization", "Bearer " + seat)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static String problem(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    return JSON.readTree(answer.body()).get("code").asString();
  }

  private HttpRequest.Builder request(String below, String seat) {
    return HttpRequest.newBuilder(path(below)).header("Authorization", "Bearer " + seat);
  }

  private URI path(String below) {
    return uri("/api/v1/rooms/" + room + below);
  }

  private URI uri(String path) {
    return URI.create(server().url() + path);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }
}
