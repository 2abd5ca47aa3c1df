package chat.snug.conformance;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.json.JSONObject;

/**
 * Two people in a room of the chat, by the official Java client; one is away for a message, comes
 * back to it and leaves. Confined to one thread but for what is heard.
 */
final class JavaClientChat {
  private static final int PATIENCE_SECONDS = 10;

  private final String url;
  private final Supplier<IO.Options> options;
  private final List<Socket> sockets = new ArrayList<>();

  private JavaClientChat(String url, Supplier<IO.Options> options) {
    this.url = url;
    this.options = options;
  }

  /** Says {@code ok NAME}, or {@code failed NAME: why}. */
  static void cell(String name, String url, Supplier<IO.Options> options) {
    JavaClientChat chat = new JavaClientChat(url, options);
    String wrong = "";
    try {
      chat.talk();
    } catch (Exception | AssertionError failure) {
      wrong = failure.toString();
    }
    chat.sockets.forEach(Socket::disconnect);
    System.out.println(wrong.isEmpty() ? "ok " + name : "failed " + name + ": " + wrong);
  }

  private void talk() throws Exception {
    Socket ana = open();
    BlockingQueue<JSONObject> left = heard(ana, "member:left");
    JSONObject room =
        ask(ana, "room:create", new JSONObject().put("name", "Ana")).getJSONObject("room");
    Socket bo = open();
    BlockingQueue<JSONObject> messages = heard(bo, "message");
    JSONObject joined =
        ask(bo, "room:join", new JSONObject().put("code", room.get("code")).put("name", "Bo"));
    String tail = "";
    for (int number = 1; number <= 3; number++) {
      expect(number, say(ana, room, number).getInt("seq"));
      JSONObject message = next(messages);
      expect(number + " " + text(number), message.get("seq") + " " + message.get("text"));
      tail = message.getString("id");
    }
    bo.disconnect();
    say(ana, room, 4);
    Socket back = open();
    JSONObject self = joined.getJSONObject("self");
    JSONObject resume =
        new JSONObject()
            .put("epoch", joined.getJSONObject("room").get("epoch"))
            .put("seq", 3)
            .put("tail", tail);
    JSONObject resumed =
        ask(
            back,
            "room:join",
            new JSONObject()
                .put("room", room.get("id"))
                .put("token", self.get("token"))
                .put("resume", resume));
    expect("resume", resumed.get("mode"));
    expect(1, resumed.getJSONArray("events").length());
    expect(4, resumed.getJSONArray("events").getJSONObject(0).getInt("seq"));
    ask(back, "room:leave", new JSONObject().put("room", room.get("id")));
    JSONObject gone = next(left);
    expect(self.get("id") + " left", gone.get("member") + " " + gone.get("reason"));
  }

  private Socket open() {
    Socket socket = IO.socket(URI.create(url), options.get());
    sockets.add(socket);
    socket.connect();
    return socket;
  }

  private static BlockingQueue<JSONObject> heard(Socket socket, String event) {
    BlockingQueue<JSONObject> heard = new LinkedBlockingQueue<>();
    socket.on(event, values -> heard.add((JSONObject) values[0]));
    return heard;
  }

  private static JSONObject next(BlockingQueue<JSONObject> heard) throws InterruptedException {
    JSONObject next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing is heard");
    }
    return next;
  }

  private static JSONObject say(Socket socket, JSONObject room, int number) throws Exception {
    return ask(
        socket,
        "message:send",
        new JSONObject()
            .put("room", room.get("id"))
            .put("cid", "c" + number)
            .put("text", text(number)));
  }

  private static String text(int number) {
    return "text " + number + " \ud83d\ude00";
  }

  private static JSONObject ask(Socket socket, String event, JSONObject object) throws Exception {
    CompletableFuture<JSONObject> answer = new CompletableFuture<>();
    Ack ack = values -> answer.complete((JSONObject) values[0]);
    socket.emit(event, object, ack);
    JSONObject answered = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!answered.getBoolean("ok")) {
      throw new AssertionError(event + ": " + answered);
    }
    return answered;
  }

  private static void expect(Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError(found + " instead of " + expected);
    }
  }
}
