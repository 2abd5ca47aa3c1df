package chat.snug.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.room.MessageText;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CommandDecoderTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ROOM = "AAAAAAAAAAAAAAAAAAAAAA";

  @Test
  void readsAMessageAsItIs() {
    Command command =
        decode("message:send", "{'room':'%s','cid':'c','text':' hi ','more':1}".formatted(ROOM));

    assertThat(command)
        .isInstanceOfSatisfying(
            Command.SendMessage.class,
            send -> assertThat(send.posting().text()).isEqualTo(new MessageText(" hi ")));
  }

  @Test
  void readsAJoinWithAResume() {
    Command command =
        decode(
            "room:join",
            "{'code':'wa-rm','name':'Bo','resume':{'epoch':'e','seq':7,'tail':'not an id'}}");

    assertThat(command)
        .isInstanceOfSatisfying(
            Command.JoinRoom.class,
            join -> {
              assertThat(join.joining().code()).hasValue(new RoomCode("WARM"));
              assertThat(join.joining().resume().orElseThrow().tail()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "room:create    | {}                                                       | MALFORMED",
        "room:create    | {'name':7}                                               | MALFORMED",
        "room:create    | {'name':' '}                                             | NAME_INVALID",
        "room:create    | {'name':'Ana','lifetime':'long'}                         | MALFORMED",
        "room:create    | {'name':'Ana','token':'short'}                           | MALFORMED",
        "room:create    | {'name':'Ana','access':'knock'}                          | UNSUPPORTED",
        "room:create    | {'name':'Ana','passcode':'x'}                            | UNSUPPORTED",
        "room:create    | {'name':'Ana','backlog':'since-join'}                    | UNSUPPORTED",
        "room:join      | {'name':'Ana'}                                           | MALFORMED",
        "room:join      | {'code':'WARM','resume':{'epoch':'e'}}                   | MALFORMED",
        "room:join      | {'code':'WARM','resume':{'epoch':'e','seq':-1}}          | MALFORMED",
        "room:join      | {'invite':'x'}                                           | UNSUPPORTED",
        "room:leave     | {}                                                       | MALFORMED",
        "room:leave     | {'room':'x'}                                             | MALFORMED",
        "message:send   | {'room':'ROOM','text':'hi'}                              | MALFORMED",
        "message:send   | {'room':'ROOM','cid':'','text':'hi'}                     | MALFORMED",
        "message:send   | {'room':'ROOM','cid':'c','text':' '}                     | MALFORMED",
        "message:send   | {'room':'ROOM','cid':'c','text':'hi','files':['f']}      | MALFORMED",
        "message:send   | {'room':'ROOM','cid':'c','text':'hi','replyTo':'x'}      | MALFORMED",
        "message:send   | {'room':'ROOM','cid':'c','text':'hi','order':{'n':1}}    | MALFORMED",
        "message:send   | {'room':'ROOM','cid':'c','text':'hi','order':{'outbox':'o','n':0}} |"
            + " MALFORMED",
        "history:load   | {'room':'ROOM','limit':201}                              | MALFORMED",
        "history:load   | {'room':'ROOM','limit':1.5}                              | MALFORMED",
        "history:load   | {'room':'ROOM','before':1,'after':1}                     | MALFORMED",
        "room:update    | {'room':'ROOM','cid':'c'}                               | MALFORMED",
        "room:update    | {'room':'ROOM','cid':'c','whoMayExport':'me'}           | MALFORMED",
        "room:update    | {'room':'ROOM','cid':'c','title':'x'}                   | UNSUPPORTED",
        "room:update    | {'room':'ROOM','cid':'c','whoMayExport':'hosts','slowModeSeconds':5}"
            + " | UNSUPPORTED",
        "read           | {'room':'ROOM'}                                         | MALFORMED",
        "read           | {'room':'ROOM','seq':'1'}                               | MALFORMED",
        "typing         | {'room':'ROOM'}                                          | MALFORMED",
        "typing         | {'room':'ROOM','on':'yes'}                               | MALFORMED",
        "member:rename  | {'room':'ROOM'}                                          | MALFORMED",
        "nonsense       | {}                                                       | UNSUPPORTED",
      })
  void refusesWithAReason(String event, String object, Refusal refusal) {
    assertThatThrownBy(() -> decode(event.strip(), object.strip().replace("ROOM", ROOM)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.refusal()).isEqualTo(refusal);
              assertThat(refused.getMessage()).isNotBlank();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'code':'WARM','resume':{'epoch':'LONG','seq':1}} | 64  | resume.epoch",
        "{'code':'WARM','proof':'LONG'}                    | 256 | proof",
      })
  void takesNoLongerTextThanItMayHaveAndSaysHowLong(String object, int most, String field) {
    assertThat(decode("room:join", object.replace("LONG", "x".repeat(most)))).isNotNull();
    assertThatThrownBy(() -> decode("room:join", object.replace("LONG", "x".repeat(most + 1))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED);
              assertThat(refused.getMessage()).contains(field).contains(String.valueOf(most));
            });
  }

  @Test
  void refusesAnEventWithoutAnObject() {
    for (List<JsonNode> arguments : List.of(List.<JsonNode>of(), List.of(JSON.readTree("[]")))) {
      assertThatThrownBy(() -> CommandDecoder.decode("room:leave", arguments))
          .hasMessageContaining("object");
    }
  }

  private static Command decode(String event, String object) {
    return CommandDecoder.decode(event, List.of(JSON.readTree(object.replace('\'', '"'))));
  }
}
