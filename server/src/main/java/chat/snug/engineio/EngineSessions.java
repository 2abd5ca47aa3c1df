package chat.snug.engineio;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** All sessions of this server, by their secret id. Thread-safe. */
public final class EngineSessions {
  private static final int ID_BYTES = 18;

  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final LongAdder queuedBytes = new LongAdder();
  private final AtomicBoolean relieving = new AtomicBoolean();
  private final EngineOptions options;
  private final RandomGenerator random;
  private final SessionAcceptor acceptor;

  /**
   * Makes an empty registry.
   *
   * @param random a cryptographically strong source: the ids are secrets
   */
  public EngineSessions(EngineOptions options, RandomGenerator random, SessionAcceptor acceptor) {
    this.options = requireNonNull(options, "options");
    this.random = requireNonNull(random, "random");
    this.acceptor = requireNonNull(acceptor, "acceptor");
  }

  /**
   * Opens a session on its first transport and queues the open packet. To be called on {@code
   * loop}, which the session is confined to from now on.
   *
   * @param remoteAddress who connects, for limits and logs
   * @param ended called once when the session has ended
   */
  public EngineSession open(
      Transport transport, ScheduledExecutorService loop, String remoteAddress, Runnable ended) {
    EngineSession session = new EngineSession(newId(), loop, remoteAddress, transport, this, ended);
    sessions.put(session.id(), session);
    session.open(acceptor);
    return session;
  }

  /** The session of this id, if it is alive. */
  public Optional<EngineSession> find(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** A copy of all sessions that are alive. */
  public Collection<EngineSession> all() {
    return List.copyOf(new ArrayList<>(sessions.values()));
  }

  /** How many sessions are alive. */
  public int count() {
    return sessions.size();
  }

  /** Bytes that wait for all sessions, a message for many counted once. */
  public long queuedBytes() {
    return queuedBytes.sum();
  }

  /** What the sessions were told. */
  public EngineOptions options() {
    return options;
  }

  OutboundQueue newQueue() {
    return new OutboundQueue(options.queue(), queuedBytes);
  }

  /**
   * If all that waits is over its bound: those sessions for which most waits give up what they can
   * read again, until the rest is within three quarters of the bound. One such round at a time.
   */
  void relieve() {
    if (queuedBytes.sum() <= options.queue().maxTotalBytes()
        || !relieving.compareAndSet(false, true)) {
      return;
    }
    List<Sized> largest =
        sessions.values().stream()
            .map(session -> new Sized(session, session.queuedBytes()))
            .sorted(Comparator.comparingInt(Sized::bytes).reversed())
            .toList();
    relieve(largest.iterator());
  }

  /** What waits for a session, read once: it changes while it is compared. */
  private record Sized(EngineSession session, int bytes) {}

  private void relieve(Iterator<Sized> largest) {
    long enough = options.queue().maxTotalBytes() / 4 * 3;
    if (!largest.hasNext() || queuedBytes.sum() <= enough) {
      relieving.set(false);
      return;
    }
    EngineSession session = largest.next().session();
    session
        .loop()
        .execute(() -> {
          try {
            session.giveUpFeeds();
          } finally {
            relieve(largest);
          }
        });
  }

  void remove(EngineSession session) {
    sessions.remove(session.id(), session);
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
