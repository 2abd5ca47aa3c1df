package chat.snug.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Strings that JSON can say and a store cannot keep: in every field of every command. */
final class StrangeStringsTest extends StoreTest {
  private static final String SEAT = "S".repeat(43);
  private static final List<String> STRANGE =
      List.of("\\u0000", "a\\u0000b", "\\ud83d", "\\ude00b", "a\\ude00\\ud83d");
  private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final String FILE = "F".repeat(22);

  /** Sound but for what {@code @} stands for, where each string is strange in its turn. */
  private static final List<String> COMMANDS =
      List.of(
          "room:create {'name':'@','title':'@','lifetime':'@','token':'@','cid':'@','access':'@',"
              + "'backlog':'@'}",
          "room:join {'code':'@','room':'@','name':'@','token':'@','proof':'@',"
              + "'resume':{'epoch':'@','seq':1,'tail':'@'}}",
          "room:leave {'room':'@'}",
          "room:close {'room':'@'}",
          "message:send {'room':'@','cid':'@','text':'@','replyTo':'@','files':['@',{'id':'@',"
              + "'description':'@'}],'order':{'outbox':'@','n':1}}",
          "message:edit {'room':'@','cid':'@','id':'@','text':'@'}",
          "message:delete {'room':'@','cid':'@','id':'@'}",
          "message:react {'room':'@','cid':'@','id':'@','emoji':'@','on':true}",
          "message:pin {'room':'@','cid':'@','id':'@','on':true}",
          "messages:delete {'room':'@','cid':'@','member':'@'}",
          "history:load {'room':'@','around':'@'}",
          "history:search {'room':'@','query':'@','from':'@','has':'@'}",
          "typing {'room':'@','on':true}",
          "read {'room':'@','seq':1}",
          "member:rename {'room':'@','name':'@'}",
          "room:update {'room':'@','cid':'@','whoMayExport':'@'}",
          "room:create {'name':'a','passcode':'@'}",
          "room:join {'code':'WARM','invite':'@'}",
          "room:update {'room':'a','cid':'c','title':'@'}");

  private final HttpClient http = HttpClient.newHttpClient();
  private TestClient ana;
  private String room = "";

  StrangeStringsTest(String store) {
    super(store);
  }

  @BeforeEach
  void start() {
    ana = TestClient.connect(server().port());
    room = create().get("id").asString();
  }

  @AfterEach
  void stop() {
    ana.close();
  }

  @Test
  void areMalformedInEveryFieldOfEveryCommand() {
    for (String command : COMMANDS) {
      String event = command.substring(0, command.indexOf(' '));
      String object = command.substring(event.length() + 1);
      int fields = object.length() - object.replace("@", "").length();
      for (int field = 0; field < fields; field++) {
        for (String strange : STRANGE) {
          String one = oneStrange(object, field, strange);
          JsonNode answer = ask(event, one);
          assertThat(answer.at("/error/code").asString())
              .as("%s %s: %s", event, one, answer)
              .isEqualTo("malformed");
          assertThat(answer.at("/error/retryable").asBoolean()).as(one).isFalse();
        }
      }
    }
  }

  @Test
  void areMalformedInAFileThatFillsARoom() throws IOException, InterruptedException {
    String message =
        "{'type':'message','id':'@','at':1,'member':'@','name':'@','text':'@','replyTo':'@',"
            + "'reactions':[{'emoji':'@','members':[{'id':'@','name':'@'}]}],"
            + "'files':[{'name':'@','description':'@','data':'YQ=='}]}";
    String rename =
        "{'type':'member:renamed','id':'@','at':1,'member':'@','target':'@','before':'@','name':'@'}";
    for (String event : List.of(message, rename)) {
      int fields = event.length() - event.replace("@", "").length();
      for (int field = 0; field < fields; field++) {
        for (String strange : List.of("a\\u0000b", "\\ud83d")) {
          String body =
              "{'format':'snug-room','version':1,'events':[%s]}"
                  .formatted(oneStrange(event, field, strange))
                  .replace('\'', '"');
          assertThat(restore(body)).as(body).contains("\"malformed\"");
        }
      }
    }
  }

  /** The field of this number gets the strange string, all others what they may have. */
  private String oneStrange(String object, int field, String strange) {
    StringBuilder one = new StringBuilder();
    int number = 0;
    for (int i = 0; i < object.length(); i++) {
      char c = object.charAt(i);
      if (c == '@') {
        String name = object.substring(0, i).replaceAll("(?s).*'(\\w+)':[^:]*$", "$1");
        one.append(number == field ? strange : sound(name));
        number++;
      } else {
        one.append(c);
      }
    }
    return one.toString();
  }

  private String sound(String field) {
    return switch (field) {
      case "room" -> room;
      case "token" -> SEAT;
      case "id", "replyTo", "around", "tail" -> ID;
      case "files" -> FILE;
      case "access" -> "open";
      case "backlog" -> "all";
      case "lifetime" -> "empty";
      case "emoji" -> "👍";
      case "has" -> "link";
      case "whoMayExport" -> "hosts";
      case "code" -> "WARM";
      default -> "a";
    };
  }

  private JsonNode ask(String event, String object) {
    return ana.askRaw(event, object.replace('\'', '"')).join();
  }

  private JsonNode create() {
    return ana.call("room:create", "name", "Ana", "token", SEAT, "cid", "new").get("room");
  }

  private String restore(String body) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(server().url() + "/api/v1/rooms/" + room + "/import"))
                .header("Authorization", "Bearer " + SEAT)
                .POST(BodyPublishers.ofByteArray(body.getBytes(UTF_8)))
                .build(),
            BodyHandlers.ofString())
        .body();
  }
}
