package chat.snug.browser;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.account.LookAlikeNames;
import chat.snug.api.ApiRoutes;
import chat.snug.browser.Person.Screen;
import chat.snug.config.Config;
import chat.snug.config.ConfigException;
import chat.snug.config.ConfigLoader;
import chat.snug.engineio.EngineSessions;
import chat.snug.gateway.ChatGateway;
import chat.snug.limit.AddressRanges;
import chat.snug.limit.CodeDoor;
import chat.snug.limit.CommandLimiter;
import chat.snug.limit.ConnectionLimiter;
import chat.snug.metric.Metrics;
import chat.snug.net.HttpRoutes;
import chat.snug.net.NetServer;
import chat.snug.room.Notice;
import chat.snug.room.RoomAudience;
import chat.snug.room.RoomEvent;
import chat.snug.room.Rooms;
import chat.snug.room.Visitor;
import chat.snug.socketio.SocketServer;
import chat.snug.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server with a bug, and pages that go on by themselves. */
@Tag("browser")
final class RoomFaultIT {
  private final SecureRandom random = new SecureRandom();
  private final Metrics metrics = new Metrics();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final AtomicBoolean planted = new AtomicBoolean();
  private Browsers browsers;
  private Store store;
  private NetServer net;

  @BeforeEach
  void start() throws ConfigException {
    browsers = Browsers.start();
    Config config =
        ConfigLoader.load(List.of("--memory", "--host", "127.0.0.1", "--port", "0"), Map.of())
            .orElseThrow()
            .config();
    store =
        Store.open(
            config.store(),
            metrics,
            Clock.systemUTC(),
            failure -> {
              throw new AssertionError(failure);
            });
    net = NetServer.create(config.net());
    net.start(
        sessions(config),
        new ApiRoutes(metrics, AddressRanges.none(), () -> true).addTo(new HttpRoutes()),
        new ConnectionLimiter(config.limits(), System::nanoTime));
  }

  private EngineSessions sessions(Config config) {
    Rooms rooms =
        new Rooms(
            config.room(),
            net.loops(),
            store.eventLog(),
            store.directory(),
            room -> new FailingAudience(ChatGateway.audience(room, metrics)),
            Clock.systemUTC(),
            random,
            new LookAlikeNames(),
            (_, fault) -> faults.add(fault));
    ChatGateway gateway =
        new ChatGateway(
            rooms,
            new CommandLimiter(config.limits(), System::nanoTime),
            new CodeDoor(config.limits(), System::nanoTime, random),
            store::isBusy,
            config.limits().uploads(),
            metrics);
    return new EngineSessions(
        config.engine(), random, new SocketServer(config.socket(), random, Map.of("/", gateway)));
  }

  @AfterEach
  void stop() {
    browsers.close();
    net.close();
    store.close();
    metrics.close();
  }

  @Test
  void goesOnByItselfAfterAFaultInItsRoom() {
    try (Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark");
        Person bo = new Person(browsers.browser(), Screen.PHONE, "light")) {
      ana.visit("http://127.0.0.1:" + net.port());
      ana.create("Ana");
      bo.visit("http://127.0.0.1:" + net.port());
      bo.join(ana.code(), "Bo");
      ana.say("before");
      bo.sees("before");

      planted.set(true);
      ana.say("told to nobody at first");
      bo.sees("told to nobody at first");
      bo.say("after");
      ana.sees("after");

      assertThat(faults).hasSize(1);
      ana.sees("told to nobody at first");
      assertThat(ana.page().locator(".person").count()).isEqualTo(2);
      assertThat(ana.faults()).isEmpty();
      assertThat(bo.faults()).isEmpty();
    }
  }

  /** Fails once when it is to tell what was said. */
  private final class FailingAudience implements RoomAudience {
    private final RoomAudience sound;

    FailingAudience(RoomAudience sound) {
      this.sound = sound;
    }

    @Override
    public void enter(Visitor visitor, long head) {
      sound.enter(visitor, head);
    }

    @Override
    public void leave(Visitor visitor) {
      sound.leave(visitor);
    }

    @Override
    public void tellEvents(List<RoomEvent> events) {
      if (planted.compareAndSet(true, false)) {
        throw new StackOverflowError("planted");
      }
      sound.tellEvents(events);
    }

    @Override
    public void tellNotices(List<Notice> notices) {
      sound.tellNotices(notices);
    }

    @Override
    public void tell(Visitor visitor, Notice notice) {
      sound.tell(visitor, notice);
    }

    @Override
    public void feed(
        Visitor visitor, long after, List<RoomEvent> events, Optional<Notice.Members> members) {
      sound.feed(visitor, after, events, members);
    }

    @Override
    public void restart(Collection<Visitor> visitors, long head) {
      sound.restart(visitors, head);
    }

    @Override
    public void close(Notice last) {
      sound.close(last);
    }
  }
}
