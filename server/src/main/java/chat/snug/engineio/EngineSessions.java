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
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** All sessions of this server, by their secret id. Thread-safe. */
public final class EngineSessions {
  private static final int ID_BYTES = 18;

  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();

  /** A session that holds less than this is not worth closing. */
  private static final int LEAST_CLOSED_BYTES = 16 * 1024;

  private final LongAdder queuedBytes = new LongAdder();
  private final LongAdder receivedBytes = new LongAdder();
  private final AtomicBoolean relieving = new AtomicBoolean();
  private final EngineOptions options;
  private final RandomGenerator random;
  private final SessionAcceptor acceptor;
  private final LongSupplier transportBytes;

  /** A registry of sessions whose transports hold nothing that counts. */
  public EngineSessions(EngineOptions options, RandomGenerator random, SessionAcceptor acceptor) {
    this(options, random, acceptor, () -> 0);
  }

  /**
   * Makes an empty registry.
   *
   * @param random a cryptographically strong source: the ids are secrets
   * @param transportBytes what all transports hold together, in bytes
   */
  public EngineSessions(
      EngineOptions options,
      RandomGenerator random,
      SessionAcceptor acceptor,
      LongSupplier transportBytes) {
    this.options = requireNonNull(options, "options");
    this.random = requireNonNull(random, "random");
    this.acceptor = requireNonNull(acceptor, "acceptor");
    this.transportBytes = requireNonNull(transportBytes, "transportBytes");
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

  /**
   * Bytes that are held for all sessions: what waits for them, a message for many counted once,
   * what their transports hold, and what has come of packets that are not whole.
   */
  public long heldBytes() {
    return queuedBytes.sum() + receivedBytes.sum() + transportBytes.getAsLong();
  }

  /** Whether so much is held that nothing large is to be made for anybody. */
  boolean isFull() {
    return heldBytes() > options.queue().maxTotalBytes();
  }

  /**
   * Whether a packet that is not whole may have come to so many bytes. Sessions are closed one
   * after the other, and more comes meanwhile: beyond a quarter more than the bound nothing large
   * is waited for.
   */
  boolean mayKeep(int bytes) {
    return bytes < LEAST_CLOSED_BYTES || heldBytes() <= options.queue().maxTotalBytes() / 4 * 5;
  }

  /** What the sessions were told. */
  public EngineOptions options() {
    return options;
  }

  OutboundQueue newQueue() {
    return new OutboundQueue(options.queue(), queuedBytes);
  }

  /** So many bytes more, or less, have come of packets that are not whole. */
  void received(int bytes) {
    receivedBytes.add(bytes);
    if (bytes > 0) {
      relieve();
    }
  }

  /**
   * If more is held than the bound: those sessions for which most is held give up what they can
   * read again, until the rest is within three quarters of the bound; if that is not enough, they
   * are closed. One such round at a time.
   */
  void relieve() {
    if (isFull() && relieving.compareAndSet(false, true)) {
      giveUpFeeds(largest().iterator());
    }
  }

  /** What is held for a session, read once: it changes while it is compared. */
  private record Sized(EngineSession session, int bytes) {}

  private List<Sized> largest() {
    return sessions.values().stream()
        .map(session -> new Sized(session, session.heldBytes()))
        .sorted(Comparator.comparingInt(Sized::bytes).reversed())
        .toList();
  }

  private void giveUpFeeds(Iterator<Sized> largest) {
    if (largest.hasNext() && excess() > 0) {
      EngineSession session = largest.next().session();
      session
          .loop()
          .execute(() -> {
            try {
              session.giveUpFeeds();
            } finally {
              giveUpFeeds(largest);
            }
          });
    } else {
      if (isFull()) {
        closeLargest();
      }
      relieving.set(false);
    }
  }

  /** As many as hold together what is too much: it is not gone before they are. */
  private void closeLargest() {
    long excess = excess();
    for (Sized largest : largest()) {
      if (excess <= 0 || largest.bytes() < LEAST_CLOSED_BYTES) {
        return;
      }
      excess -= largest.bytes();
      EngineSession session = largest.session();
      session.loop().execute(() -> session.fail(CloseReason.TOO_SLOW));
    }
  }

  private long excess() {
    return heldBytes() - options.queue().maxTotalBytes() / 4 * 3;
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
