package chat.snug;

import chat.snug.account.LookAlikeNames;
import chat.snug.api.ApiRoutes;
import chat.snug.api.ArchiveRoutes;
import chat.snug.api.FileRoutes;
import chat.snug.config.Config;
import chat.snug.engineio.EngineSessions;
import chat.snug.file.FileShelf;
import chat.snug.gateway.ChatGateway;
import chat.snug.limit.AddressRanges;
import chat.snug.limit.CodeDoor;
import chat.snug.limit.CommandLimiter;
import chat.snug.limit.ConnectionLimiter;
import chat.snug.limit.Limits;
import chat.snug.limit.UploadLimiter;
import chat.snug.metric.Metrics;
import chat.snug.net.HttpRoutes;
import chat.snug.net.NetServer;
import chat.snug.room.RoomId;
import chat.snug.room.Rooms;
import chat.snug.socketio.SocketServer;
import chat.snug.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server: builds its parts in order, one method each, and closes them in reverse.
 * Thread-safe.
 */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final int DISK_FAILED = 3;

  private final SecureRandom random = new SecureRandom();
  private final Metrics metrics = new Metrics();
  private final Limits limits;
  private final AddressRanges metricsReaders;
  private final Drain drain;
  private final Store store;
  private final NetServer net;
  private final Rooms rooms;
  private final ChatGateway gateway;
  private final EngineSessions sessions;
  private final FileShelf files;
  private final UploadLimiter uploads;
  private volatile boolean ready;

  private Server(Config config) {
    limits = config.limits();
    metricsReaders = config.metricsReaders();
    drain = new Drain(config.drain());
    DataFolder.prepare(config.store(), config.files());
    store = Store.open(config.store(), metrics, Clock.systemUTC(), Server::failStop);
    files = new FileShelf(config.files(), store.fileIndex(), Clock.systemUTC(), random);
    uploads = new UploadLimiter(limits, System::nanoTime);
    net = NetServer.create(config.net());
    rooms = rooms(config);
    gateway =
        new ChatGateway(
            rooms,
            new CommandLimiter(limits, System::nanoTime),
            new CodeDoor(limits, System::nanoTime, random),
            store::isBusy,
            limits.uploads(),
            metrics);
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

  /**
   * Stops in an orderly way: what was acked is stored, who is connected is told. Takes as long as
   * the drain options say, at most.
   */
  @Override
  public void close() {
    boolean serving = ready;
    ready = false;
    if (serving) {
      drain.run(net, rooms, gateway, sessions);
    }
    net.close();
    files.close();
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
        random,
        new LookAlikeNames(),
        this::roomFailed);
  }

  private EngineSessions sessions(Config config) {
    SocketServer sockets = new SocketServer(config.socket(), random, Map.of("/", gateway));
    return new EngineSessions(config.engine(), random, sockets, net::heldBytes);
  }

  private void serve() {
    metrics.connections(sessions::count);
    metrics.queuedBytes(sessions::heldBytes);
    metrics.answerBytes(net::answerBytes);
    metrics.unansweredRequests(net::unansweredRequests);
    metrics.rooms(rooms::loadedCount);
    rooms.start().join();
    net.start(sessions, routes(), new ConnectionLimiter(limits, System::nanoTime));
    ready = true;
    LOG.info("serving port={} native-transport={}", net.port(), net.isNative());
  }

  private HttpRoutes routes() {
    HttpRoutes routes =
        new ApiRoutes(metrics, metricsReaders, () -> ready && store.isSound())
            .addTo(new HttpRoutes());
    new FileRoutes(rooms, files, uploads).addTo(routes);
    return new ArchiveRoutes(rooms, files, uploads, Clock.systemUTC(), random).addTo(routes);
  }

  private void roomFailed(RoomId room, Throwable fault) {
    metrics.roomFailed();
    LOG.error("a fault in a room, which goes on by itself room={}", room.value(), fault);
  }

  /** The disk did not keep what it was given: whatever is said from now on may be untrue. */
  private static void failStop(Throwable cause) {
    LOG.error("the disk failed; stopping at once, so that nothing false is acked", cause);
    Runtime.getRuntime().halt(DISK_FAILED);
  }
}
