package chat.snug;

import chat.snug.api.ApiRoutes;
import chat.snug.config.Config;
import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EngineSessions;
import chat.snug.gateway.ChatGateway;
import chat.snug.metric.Metrics;
import chat.snug.net.HttpRoutes;
import chat.snug.net.NetServer;
import chat.snug.room.Rooms;
import chat.snug.socketio.SocketServer;
import chat.snug.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server: builds its parts in order, one method each, and closes them in reverse.
 * Thread-safe.
 */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration COME_BACK_WITHIN = Duration.ofSeconds(2);

  private final SecureRandom random = new SecureRandom();
  private final Metrics metrics = new Metrics();
  private final Store store;
  private final NetServer net;
  private final Rooms rooms;
  private final ChatGateway gateway;
  private final EngineSessions sessions;
  private volatile boolean ready;

  private Server(Config config) {
    store = Store.open(config.store(), metrics, Clock.systemUTC());
    net = NetServer.create(config.net());
    rooms = rooms(config);
    gateway = new ChatGateway(rooms, config.limits(), metrics);
    sessions = sessions(config);
  }

  /**
   * Starts a server; when this returns, it serves.
   *
   * @throws chat.snug.store.StoreException if the store cannot be opened
   * @throws chat.snug.net.NetException if the port cannot be bound
   */
  public static Server start(Config config) {
    Server server = new Server(config);
    try {
      server.serve();
      return server;
    } catch (RuntimeException failed) {
      server.close();
      throw failed;
    }
  }

  /** The port it serves on. */
  public int port() {
    return net.port();
  }

  /** Stops in an orderly way: what was acked is stored, who is connected is told. */
  @Override
  public void close() {
    boolean serving = ready;
    ready = false;
    net.drain();
    rooms.drain();
    if (serving) {
      stopSessions();
    }
    net.close();
    store.close();
    metrics.close();
    LOG.info("stopped");
  }

  private Rooms rooms(Config config) {
    return new Rooms(
        config.room(),
        net.loops(),
        store.eventLog(),
        store.directory(),
        room -> ChatGateway.audience(room, metrics),
        Clock.systemUTC(),
        random);
  }

  private EngineSessions sessions(Config config) {
    SocketServer sockets = new SocketServer(config.socket(), random, Map.of("/", gateway));
    return new EngineSessions(config.engine(), random, sockets);
  }

  private void serve() {
    metrics.connections(sessions::count);
    metrics.queuedBytes(sessions::queuedBytes);
    metrics.rooms(rooms::loadedCount);
    rooms.start().join();
    net.start(sessions, new ApiRoutes(metrics, () -> ready).addTo(new HttpRoutes()));
    ready = true;
    LOG.info("serving port={} native-transport={}", net.port(), net.isNative());
  }

  /** What is on its way to the disk is finished and acked before the connections close. */
  private void stopSessions() {
    gateway.announceStop(0, COME_BACK_WITHIN.toMillis());
    try {
      store.flush().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      CompletableFuture<?>[] closed =
          sessions.all().stream()
              .map(session ->
                  CompletableFuture.runAsync(
                      () -> session.close(CloseReason.SERVER_STOPPING), session.loop()))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(closed).get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.warn("not everybody could be told of the stop", late);
    }
  }
}
