import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the server once under a small load, so that the JVM can write down what it has learned: the
 * AOT cache (JEP 514, JEP 515) that later starts read.
 *
 * <p>{@code java Rehearsal.java JAVA FLAG…}: the command that starts the server, with {@code
 * -XX:AOTCacheOutput=FILE} among its flags. Ends by itself; exit status 1 if there is no cache.
 */
final class Rehearsal {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MEMBERS_OF_BIG_ROOM = 60;
  private static final int SMALL_ROOMS = 30;
  private static final int MEMBERS_OF_SMALL_ROOM = 4;
  private static final int MESSAGES_OF_ONE = 150;
  private static final int POLLERS = 20;
  private static final int MESSAGES_OF_POLLER = 40;
  private static final Pattern READY = Pattern.compile("ready at http://[^:]+:(\\d+)");
  private static final Pattern CODE = Pattern.compile("\"code\":\"([A-Z0-9]+)\"");
  private static final Pattern ROOM = Pattern.compile("\"room\":\\{\"id\":\"([^\"]+)\"");
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
  private static final Pattern SESSION = Pattern.compile("\"sid\":\"([^\"]+)\"");

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Executor POLLING = Executors.newVirtualThreadPerTaskExecutor();

  private final URI server;
  private final List<Client> clients = new ArrayList<>();

  private Rehearsal(int port) {
    server = URI.create("http://127.0.0.1:" + port);
  }

  public static void main(String[] command) throws Exception {
    Path data = Files.createTempDirectory("snug-rehearsal");
    List<String> whole = new ArrayList<>(List.of(command));
    whole.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--data", data.toString()));
    whole.addAll(List.of("--limits.exempt-addresses", "127.0.0.1"));
    Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader(UTF_8)) {
      new Rehearsal(port(output)).run();
      process.toHandle().destroy();
      while (output.readLine() != null) {
        // what it says while it writes the cache
      }
      process.waitFor();
    } finally {
      process.destroyForcibly();
      delete(data);
    }
    System.exit(0);
  }

  private static int port(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return Integer.parseInt(ready.group(1));
      }
    }
    throw new IOException("the server does not start");
  }

  private void run() throws Exception {
    page();
    List<Client> senders = new ArrayList<>();
    Client host = new Client();
    host.create();
    senders.add(host);
    for (int i = 1; i < MEMBERS_OF_BIG_ROOM; i++) {
      Client member = new Client();
      member.join(host);
      if (i < 4) {
        senders.add(member);
      }
    }
    talk(senders);
    poll(host);
    senders.clear();
    for (int room = 0; room < SMALL_ROOMS; room++) {
      Client keeper = new Client();
      keeper.create();
      senders.add(keeper);
      for (int i = 1; i < MEMBERS_OF_SMALL_ROOM; i++) {
        new Client().join(keeper);
      }
    }
    talk(senders);
    host.ask("history:load", "{\"room\":\"" + host.room + "\",\"before\":200,\"limit\":50}");
    host.ask("room:leave", "{\"room\":\"" + host.room + "\"}");
    clients.forEach(Client::close);
  }

  /** Each sends its next message when the last one has been acked. */
  private static void talk(List<Client> senders) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(senders.size());
    senders.forEach(sender -> sender.talk(MESSAGES_OF_ONE, done::countDown));
    if (!done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("messages were not acked in time");
    }
  }

  private void page() throws Exception {
    String page = get("/");
    Matcher asset = ASSET.matcher(page);
    while (asset.find()) {
      get(asset.group(1));
    }
    get("/health");
    get("/metrics");
  }

  /** Sessions of long-polling in the host's room; each says its next when the last is acked. */
  private void poll(Client host) throws Exception {
    List<CompletableFuture<Void>> talks = new ArrayList<>();
    for (int i = 0; i < POLLERS; i++) {
      Poller poller = new Poller("P" + i, host);
      talks.add(CompletableFuture.runAsync(poller::talk, POLLING));
    }
    for (CompletableFuture<Void> talk : talks) {
      talk.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private String get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(LIMIT).build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }

  private void post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(LIMIT)
            .header("Content-Type", "text/plain;charset=UTF-8")
            .POST(BodyPublishers.ofString(body))
            .build();
    HTTP.send(request, BodyHandlers.discarding());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** One session of long-polling; one request at a time. */
  private final class Poller {
    private final String path;
    private final String room;

    Poller(String name, Client host) throws Exception {
      String open = "/socket.io/?EIO=4&transport=polling";
      Matcher session = SESSION.matcher(get(open));
      if (!session.find()) {
        throw new IllegalStateException("no session");
      }
      path = open + "&sid=" + session.group(1);
      room = host.room;
      post(path, "40");
      get(path);
      post(path, "420[\"room:join\",{\"code\":\"%s\",\"name\":\"%s\"}]".formatted(host.code, name));
      await(0);
    }

    void talk() {
      try {
        for (int i = 1; i <= MESSAGES_OF_POLLER; i++) {
          post(
              path,
              "42%d[\"message:send\",{\"room\":\"%s\",\"cid\":\"p%d\",\"text\":\"A message.\"}]"
                  .formatted(i, room, i));
          await(i);
        }
        post(path, "1");
      } catch (Exception failure) {
        throw new IllegalStateException(failure);
      }
    }

    private void await(int ack) throws Exception {
      String wanted = "43" + ack + "[";
      String payload = "";
      while (!payload.contains(wanted)) {
        payload = get(path);
        if (payload.startsWith("2")) {
          post(path, "3");
        }
      }
    }
  }

  /** One socket; one command at a time. */
  private final class Client implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final WebSocket socket;
    private volatile CompletableFuture<String> answer = new CompletableFuture<>();
    private String room = "";
    private String code = "";

    Client() throws Exception {
      URI address =
          URI.create(
              server.toString().replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket");
      socket = HTTP.newWebSocketBuilder().buildAsync(address, this).get(30, TimeUnit.SECONDS);
      socket.sendText("40", true).get(30, TimeUnit.SECONDS);
      connected.get(30, TimeUnit.SECONDS);
      clients.add(this);
    }

    void create() throws Exception {
      enter(ask("room:create", "{\"name\":\"Ana\"}"));
    }

    void join(Client host) throws Exception {
      String name = "M" + clients.size();
      enter(ask("room:join", "{\"code\":\"%s\",\"name\":\"%s\"}".formatted(host.code, name)));
    }

    String ask(String event, String argument) throws Exception {
      return send(event, argument).get(30, TimeUnit.SECONDS);
    }

    void talk(int messages, Runnable done) {
      if (messages == 0) {
        done.run();
        return;
      }
      String message =
          "{\"room\":\"%s\",\"cid\":\"c%d\",\"text\":\"%s\"}"
              .formatted(
                  room, numbers.get(), "A message of some length, as people write. ".repeat(2));
      send("message:send", message).thenRun(() -> talk(messages - 1, done));
    }

    void close() {
      socket.abort();
    }

    private CompletableFuture<String> send(String event, String argument) {
      answer = new CompletableFuture<>();
      CompletableFuture<String> asked = answer;
      socket.sendText(
          "42%d[\"%s\",%s]".formatted(numbers.getAndIncrement(), event, argument), true);
      return asked;
    }

    private void enter(String entrance) {
      Matcher id = ROOM.matcher(entrance);
      Matcher letters = CODE.matcher(entrance);
      if (!id.find() || !letters.find()) {
        throw new IllegalStateException("no entrance: " + entrance);
      }
      room = id.group(1);
      code = letters.group(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String packet = text.toString();
        text.setLength(0);
        if (packet.equals("2")) {
          from.sendText("3", true);
        } else if (packet.startsWith("40")) {
          connected.complete(true);
        } else if (packet.startsWith("43")) {
          answer.complete(packet);
        }
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
