package chat.snug.browser;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody writes in two rooms and two tabs, at random, and is compared with {@link RoomModel}
 * after each step: what stands in the fields, and what another person reads. Nothing is lost,
 * nothing goes elsewhere, nothing is said twice. Again with {@code -Dsnug.drafts.seed=N}, longer
 * with {@code -Dsnug.drafts.steps=N}.
 */
@Tag("browser")
final class DraftsModelIT {
  private static final int MAX_FILES = 3;
  private static final int LAST_MESSAGES = 8;
  private static final int STEPS_TOLD = 25;

  @TempDir private Path data;
  private final long seed = Long.getLong("snug.drafts.seed", 1);
  private final int steps = Integer.getInteger("snug.drafts.steps", 2_000);
  private final Random random = new Random(seed);
  private final List<RoomModel> rooms = new ArrayList<>();
  private final List<WritingTab> tabs = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // the test makes it before the first step
  private RoomReader reader;

  @SuppressWarnings("NullAway.Init")
  private BrowserContext context;

  private String url = "";
  private boolean offline;
  private int words;

  @Test
  void losesNothingSendsNothingElsewhereAndNothingTwice() throws IOException {
    try (Browsers browsers = Browsers.start();
        ServerProcess server = server();
        RoomReader bo = new RoomReader(server.port());
        BrowserContext browser = browsers.browser().newContext(options())) {
      reader = bo;
      context = browser;
      context.addInitScript(script());
      rooms.add(new RoomModel(bo.createRoom()));
      rooms.add(new RoomModel(bo.createRoom()));
      url = server.url();
      WritingTab first = new WritingTab(context, url, "");
      tabs.add(first);
      rooms.forEach(room -> first.join(url, room.code()));

      for (int step = 1; step <= steps; step++) {
        step();
        check(step);
      }
      online();
      rooms.forEach(this::enter);
      check(steps);
      System.out.println(
          "measured: %s steps of somebody who writes, seed %s, %s messages"
              .formatted(steps, seed, rooms.stream().mapToInt(room -> room.log().size()).sum()));
    }
  }

  private void step() {
    WritingTab tab = tabs.get(random.nextInt(tabs.size()));
    @Nullable RoomModel room = roomOf(tab);
    int kind = random.nextInt(1000);
    if (kind < 20) {
      surroundings(tab, kind);
    } else if (room == null || kind < 220) {
      go(tab, room, kind);
    } else if (kind < 560) {
      type(tab, room);
    } else if (kind < 640) {
      delete(tab, room);
    } else if (kind < 760) {
      send(tab, room);
    } else {
      turnTo(tab, room, kind);
    }
  }

  private void type(WritingTab tab, RoomModel room) {
    String text = room.shown();
    int at = random.nextBoolean() ? text.length() : random.nextInt(text.length() + 1);
    String word = "w" + ++words + "x";
    room.type(text.substring(0, at) + word + text.substring(at));
    perform(tab, Map.of("kind", "type", "from", at, "to", at, "text", word));
  }

  private void delete(WritingTab tab, RoomModel room) {
    String text = room.shown();
    int from = random.nextInt(text.length() + 1);
    int to = from + random.nextInt(text.length() + 1 - from);
    if (from == to) {
      return;
    }
    room.type(text.substring(0, from) + text.substring(to));
    perform(tab, Map.of("kind", "type", "from", from, "to", to, "text", ""));
  }

  /** A correction needs the server; what is said does not. */
  private void send(WritingTab tab, RoomModel room) {
    if (offline && room.isEditing()) {
      return;
    }
    room.send();
    perform(tab, Map.of("kind", "send"));
  }

  private void turnTo(WritingTab tab, RoomModel room, int kind) {
    List<RoomModel.Said> said =
        room.log().stream()
            .skip(Math.max(0, room.log().size() - LAST_MESSAGES))
            .filter(one -> !one.text().isEmpty() && reader.hasOnce(room.code(), one.text()))
            .toList();
    if (kind < 820) {
      room.cancel();
      perform(tab, Map.of("kind", "cancel"));
    } else if (kind < 850) {
      attach(tab, room);
    } else if (!said.isEmpty()) {
      RoomModel.Said message = said.get(random.nextInt(said.size()));
      if (kind < 925) {
        room.reply(message);
      } else {
        room.edit(message);
      }
      perform(tab, Map.of("kind", kind < 925 ? "reply" : "edit", "text", message.text()));
    }
  }

  private void attach(WritingTab tab, RoomModel room) {
    if (!offline && room.files() < MAX_FILES) {
      String name = "f" + ++words + ".txt";
      room.attach(name);
      perform(tab, Map.of("kind", "attach", "name", name));
    }
  }

  private void go(WritingTab tab, @Nullable RoomModel from, int kind) {
    if (offline && !tab.hasEntered(rooms.size())) {
      return;
    }
    RoomModel to = rooms.get(from == null ? random.nextInt(2) : 1 - rooms.indexOf(from));
    switch (kind % 6) {
      case 0 -> perform(tab, tab.back(), Map.of("kind", "back"));
      case 1 -> perform(tab, tab.forward(), Map.of("kind", "forward"));
      case 2 -> {
        tab.push(from == null ? List.of(to.code()) : List.of("", to.code()));
        perform(tab, Map.of("kind", "home", "room", to.code()));
      }
      case 3 -> {
        tab.push(List.of(to.code()));
        perform(tab, Map.of("kind", from == null ? "home" : "switcher", "room", to.code()));
      }
      case 4 -> perform(tab, from != null && tab.push(List.of("")), Map.of("kind", "start"));
      default -> {
        tab.push(List.of(to.code()));
        perform(tab, Map.of("kind", "notice", "room", to.code()));
      }
    }
  }

  /** The network goes and comes, tabs are opened, closed, loaded anew, and die. */
  private void surroundings(WritingTab tab, int kind) {
    boolean wasOffline = offline;
    change(tab, kind);
    if (wasOffline && !offline) {
      rooms.forEach(this::enter);
    }
  }

  /** What a tab has left is sent when its room is opened again. */
  private void enter(RoomModel room) {
    tabs.forEach(tab -> tab.perform(Map.of("kind", "look"), expected(tab), this::story));
    if (tabs.stream().noneMatch(tab -> tab.hasEntered(room.code()))) {
      WritingTab tab = tabs.getFirst();
      tab.push(List.of(room.code()));
      perform(tab, Map.of("kind", "notice", "room", room.code()));
    }
  }

  private void change(WritingTab tab, int kind) {
    if (kind < 6 && offline) {
      online();
    } else if (kind < 6) {
      told.add("offline");
      offline = true;
      context.setOffline(true);
    } else if (kind < 11) {
      told.add("reload");
      online();
      tab.reload();
    } else if (kind < 15 || tabs.size() == 2) {
      told.add(kind < 15 ? "crash" : "close");
      tabs.remove(tab);
      if (kind < 15) {
        tab.crash();
      } else {
        tab.close();
      }
      online();
      open(tab.address());
    } else {
      online();
      open(rooms.get(random.nextInt(2)).code());
    }
  }

  private void open(String address) {
    if (tabs.size() < 2) {
      told.add("open " + address);
      tabs.add(new WritingTab(context, url, address));
    }
  }

  private void online() {
    if (offline) {
      told.add("online");
      context.setOffline(false);
      offline = false;
    }
  }

  private void perform(WritingTab tab, boolean possible, Map<String, Object> step) {
    if (possible) {
      perform(tab, step);
    }
  }

  private void perform(WritingTab tab, Map<String, Object> step) {
    told.add(tabs.indexOf(tab) + " " + step);
    tab.perform(step, expected(tab), this::story);
  }

  private void check(int step) {
    for (WritingTab tab : tabs) {
      tab.perform(Map.of("kind", "look"), expected(tab), this::story);
    }
    if (!offline) {
      for (RoomModel room : rooms) {
        List<String> said = room.log().stream().map(Object::toString).sorted().toList();
        Awaitility.await("step " + step + story())
            .pollInterval(Duration.ofMillis(2))
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(reader.log(room.code())).isEqualTo(said));
      }
    }
  }

  private String expected(WritingTab tab) {
    @Nullable RoomModel room = roomOf(tab);
    return room == null ? WritingTab.NO_ROOM : room.state();
  }

  private @Nullable RoomModel roomOf(WritingTab tab) {
    return rooms.stream()
        .filter(room -> room.code().equals(tab.address()))
        .findFirst()
        .orElse(null);
  }

  private String story() {
    return " of seed "
        + seed
        + ", after\n"
        + String.join("\n", told.subList(Math.max(0, told.size() - STEPS_TOLD), told.size()));
  }

  private ServerProcess server() {
    return ServerProcess.start(
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--data",
        data.toString(),
        "--limits.exempt-addresses",
        "127.0.0.1");
  }

  private static Browser.NewContextOptions options() {
    return new Browser.NewContextOptions().setViewportSize(900, 500).setLocale("en");
  }

  private static String script() throws IOException {
    try (InputStream script = DraftsModelIT.class.getResourceAsStream("drafts.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
