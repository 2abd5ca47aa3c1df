package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A thousand members and a burst: complete, in order, and in batches. */
@Tag("slow")
final class LargeRoomTest {
  private static final int MEMBERS = 1_000;
  private static final int SENDERS = 20;
  private static final int MESSAGES = 2_000;

  @TempDir private Path data;

  @Test
  void bringsABurstOf2000MessagesToEachOf1000MembersInOrder() {
    List<Member> members = new ArrayList<>();
    try (TestServer server =
            TestServer.start("--data", data.toString(), "--limits.exempt-addresses", "127.0.0.1");
        TestClient host = TestClient.connect(server.port())) {
      JsonNode room = host.call("room:create", "name", "Hanna").get("room");
      for (int i = 0; i < MEMBERS; i++) {
        members.add(new Member(server.port(), room.get("code").asString(), i));
      }
      members.forEach(Member::waitForEntrance);

      for (int m = 0; m < MESSAGES; m++) {
        members.get(m % SENDERS).send(room.get("id").asString(), m);
      }
      Awaitility.await()
          .atMost(300, TimeUnit.SECONDS)
          .until(() -> members.stream().allMatch(member -> member.received.get() == MESSAGES));

      assertThat(members).noneMatch(member -> member.disorder.get());
      assertThat(server.metric("snug_messages_total")).isEqualTo(MESSAGES);
      assertThat(server.metric("snug_batch_events_count")).isLessThan(MESSAGES / 2.0);
      assertThat(server.metric("snug_batch_events_max")).isGreaterThan(1);
      assertThat(server.metric("snug_connections")).isEqualTo(MEMBERS + 1.0);
      assertThat(server.metric("snug_deliveries_total"))
          .isGreaterThanOrEqualTo((double) MEMBERS * MESSAGES);
    } finally {
      members.forEach(Member::close);
    }
  }

  /** One member, who counts and checks the order of what comes. */
  private static final class Member {
    final AtomicInteger received = new AtomicInteger();
    final AtomicBoolean disorder = new AtomicBoolean();
    private final AtomicLong last = new AtomicLong();
    private final TestClient client;
    private final CompletableFuture<JsonNode> entrance;

    Member(int port, String code, int number) {
      client = TestClient.connect(port, this::receive);
      entrance =
          client.ask("room:join", TestClient.object("code", code, "name", "Member " + number));
    }

    void waitForEntrance() {
      assertThat(entrance.orTimeout(60, TimeUnit.SECONDS).join().get("ok").asBoolean()).isTrue();
    }

    void send(String room, int number) {
      client.ask(
          "message:send",
          TestClient.object("room", room, "cid", "m" + number, "text", "message " + number));
    }

    void close() {
      client.close();
    }

    private void receive(String name, JsonNode event) {
      if (name.equals("message")) {
        long sequence = event.get("seq").asLong();
        if (last.getAndSet(sequence) + 1 != sequence) {
          disorder.set(true);
        }
        received.incrementAndGet();
      }
    }
  }
}
