package chat.snug.fault;

import chat.snug.testing.TestClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * Two people who only want to talk while all the rest goes on; times what one says to the other.
 */
final class HealthyPair implements AutoCloseable {
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final List<Long> millis = Collections.synchronizedList(new ArrayList<>());
  private final TestClient ana;
  private final TestClient bo;
  private final String room;
  private final String code;
  private int sent;

  HealthyPair(int port) {
    ana = TestClient.connect(port, (_, _) -> {});
    bo = TestClient.connect(port, this::heard);
    JsonNode made = ana.call("room:create", "name", "Ana").get("room");
    room = made.get("id").asString();
    code = made.get("code").asString();
    bo.call("room:join", "code", code, "name", "Bo");
  }

  String code() {
    return code;
  }

  String room() {
    return room;
  }

  /** Says something, and waits until it is acked. */
  JsonNode say(String text) {
    String id = "pair-" + sent++;
    sentAt.put(id, System.nanoTime());
    return ana.call("message:send", "room", room, "cid", id, "text", text);
  }

  /** Waits until everything said has been heard. */
  void awaitHeard() {
    Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> millis.size() == sent);
  }

  /** The time within which so much of what was said was heard, in ms. */
  long percentile(double share) {
    List<Long> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
  }

  private void heard(String name, JsonNode event) {
    Long sentAtNanos = name.equals("message") ? sentAt.get(event.path("cid").asString("")) : null;
    if (sentAtNanos != null) {
      millis.add((System.nanoTime() - sentAtNanos) / 1_000_000);
    }
  }

  @Override
  public void close() {
    ana.close();
    bo.close();
  }
}
