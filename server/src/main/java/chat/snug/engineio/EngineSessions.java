package chat.snug.engineio;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** All sessions of this server, by their secret id. Thread-safe. */
public final class EngineSessions {
  private static final int ID_BYTES = 18;

  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final LongAdder queuedBytes = new LongAdder();
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
   */
  public EngineSession open(
      Transport transport, ScheduledExecutorService loop, String remoteAddress) {
    EngineSession session =
        new EngineSession(newId(), options, loop, remoteAddress, transport, this);
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

  /** Bytes that wait in the queues of all sessions. */
  public long queuedBytes() {
    return queuedBytes.sum();
  }

  /** What the sessions were told. */
  public EngineOptions options() {
    return options;
  }

  OutboundQueue newQueue() {
    return new OutboundQueue(options.maxQueuedBytes(), queuedBytes);
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
