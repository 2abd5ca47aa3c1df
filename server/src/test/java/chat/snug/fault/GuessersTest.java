package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** People who try codes, by every way that we know of, and people who only mistype. */
final class GuessersTest {
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

  @TempDir private Path data;

  @Test
  void winsNoGuessByComingIntoTheRoomOfAnAllyFirst() throws Exception {
    try (TestServer server = TestServer.start("--memory");
        TestClient ally = TestClient.connect(server.port())) {
      String code = ally.call("room:create", "name", "Ally").at("/room/code").asString();
      int answered = 0;
      for (int i = 0; i < 20; i++) {
        try (RawPeer guesser = RawPeer.webSocket("127.0.0.6", server.port(), 65_536)) {
          ask(guesser, "{\"code\":\"%s\",\"name\":\"Guest %s\"}".formatted(code, i));
          answered += guess(guesser, i).contains("not_found") ? 1 : 0;
        }
      }

      assertThat(answered).isEqualTo(10);
    }
  }

  @Test
  void letsAClassBehindOneAddressInThoughEachMistypesOnce() throws Exception {
    try (TestServer server = TestServer.start("--memory");
        TestClient teacher = TestClient.connect(server.port())) {
      String code = teacher.call("room:create", "name", "Teacher").at("/room/code").asString();
      int in = 0;
      for (int i = 0; i < 30; i++) {
        try (RawPeer pupil = RawPeer.webSocket("127.0.0.6", server.port(), 65_536)) {
          if (i > 0) {
            guess(pupil, i);
          }
          in +=
              ask(pupil, "{\"code\":\"%s\",\"name\":\"Pupil %s\"}".formatted(code, i))
                      .contains("\"ok\":true")
                  ? 1
                  : 0;
        }
      }

      assertThat(in).isEqualTo(30);
    }
  }

  @Test
  void looksUpNoCodeForOneWhoHasUsedUpTheBudgetWhateverSeatIsShown() throws Exception {
    String[] flags = {"--data", data.toString(), "--rooms.grace", "10m"};
    JsonNode made;
    try (TestServer server = TestServer.start(flags);
        TestClient host = TestClient.connect(server.port())) {
      made = host.call("room:create", "name", "Hanna", "lifetime", "kept");
    }
    String code = made.at("/room/code").asString();
    String room = made.at("/room/id").asString();
    String token = made.at("/self/token").asString();
    try (TestServer server = TestServer.start(flags);
        RawPeer guesser = RawPeer.webSocket("127.0.0.6", server.port(), 65_536)) {
      for (int i = 0; i < 10; i++) {
        guess(guesser, i);
      }
      String madeUp = "A".repeat(43);

      String answer =
          ask(
              guesser,
              "{\"code\":\"%s\",\"name\":\"Guess\",\"token\":\"%s\"}".formatted(code, madeUp));
      String withRoom =
          ask(
              guesser,
              "{\"room\":\"%s\",\"code\":\"%s\",\"name\":\"Guess\",\"token\":\"%s\"}"
                  .formatted("A".repeat(22), code, madeUp));

      assertThat(answer).contains("rate_limited");
      assertThat(withRoom).contains("rate_limited");
      assertThat(server.metric("snug_rooms")).as("rooms that were loaded").isZero();
      assertThat(
              ask(
                  guesser,
                  "{\"room\":\"%s\",\"code\":\"%s\",\"token\":\"%s\"}"
                      .formatted(room, code, token)))
          .as("who holds a seat notices nothing")
          .contains("\"ok\":true");
    }
  }

  @Test
  void countsANameThatIsRefusedInARoomLikeACodeThatOpensNothing() throws Exception {
    try (TestServer server = TestServer.start("--memory");
        TestClient host = TestClient.connect(server.port());
        RawPeer guesser = RawPeer.webSocket("127.0.0.6", server.port(), 65_536)) {
      String code = host.call("room:create", "name", "Hanna").at("/room/code").asString();
      String unseen =
          "{\"code\":\"%s\",\"name\":\"Snug\",\"token\":\"%s\"}".formatted(code, "A".repeat(43));
      for (int i = 0; i < 10; i++) {
        assertThat(ask(guesser, unseen)).contains("name_reserved");
      }

      assertThat(ask(guesser, unseen)).contains("rate_limited");
    }
  }

  @Test
  void countsForTheAddressThatTheNearestProxyNamesThoughTheClientSentALineOfItsOwn()
      throws Exception {
    try (TestServer server = TestServer.start("--memory", "--trusted-proxies", "127.0.0.0/8")) {
      int answered = 0;
      for (int i = 0; i < 14; i++) {
        try (RawPeer guesser =
            RawPeer.webSocket(
                "127.0.0.1",
                server.port(),
                65_536,
                "X-Forwarded-For: 198.51.100." + i + "\r\nX-Forwarded-For: 203.0.113.9\r\n")) {
          answered += guess(guesser, i).contains("not_found") ? 1 : 0;
        }
      }

      assertThat(answered).isEqualTo(10);
    }
  }

  private static String guess(RawPeer guesser, int number) throws IOException {
    char last = LETTERS.charAt(number % 24);
    return ask(guesser, "{\"code\":\"ZZ%c%c\",\"name\":\"Guess\"}".formatted(last, last));
  }

  private static String ask(RawPeer peer, String joining) throws IOException {
    peer.text("420[\"room:join\"," + joining + "]");
    String answer;
    do {
      answer = peer.readText();
    } while (!answer.startsWith("43"));
    return answer;
  }
}
