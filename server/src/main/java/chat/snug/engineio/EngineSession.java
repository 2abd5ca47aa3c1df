package chat.snug.engineio;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO session: a transport, at times a second one that the client upgrades to, a
 * heartbeat and a queue.
 *
 * <p>Confined to its event loop; only {@link #id}, {@link #loop} and {@link #remoteAddress} may be
 * read from elsewhere. Source: Engine.IO protocol 4, §Heartbeat, §Upgrade, and the behaviour of the
 * reference implementation where the document is silent.
 */
public final class EngineSession {
  private enum State {
    OPEN,
    /** Ended for the listener; what is queued is still being taken. */
    CLOSING,
    CLOSED
  }

  private final String id;
  private final EngineOptions options;
  private final ScheduledExecutorService loop;
  private final String remoteAddress;
  private final EngineSessions sessions;
  private final Runnable ended;
  private final OutboundQueue queue;
  private final Heartbeat heartbeat;
  private final StallWatch stallWatch;

  /** Bytes of packets that have come and are not whole. */
  private final AtomicInteger keptBytes = new AtomicInteger();

  private State state = State.OPEN;
  private CloseReason closeReason = CloseReason.TRANSPORT_CLOSED;
  private @Nullable SessionListener listener;
  private Transport transport;

  /** The end of an orderly close. */
  private @Nullable ScheduledFuture<?> closeTimer;

  /** What the session travelled on before its upgrade: a request may still be coming there. */
  private @Nullable Transport former;

  private @Nullable Transport candidate;
  private @Nullable ScheduledFuture<?> upgradeTimer;
  private boolean probed;

  /** Something of a feed was not taken: the listener waits for room. */
  private boolean starved;

  /** Not read from: too much is being done for the client, or waits for it, already. */
  private boolean paused;

  private boolean pausedByListener;

  EngineSession(
      String id,
      ScheduledExecutorService loop,
      String remoteAddress,
      Transport transport,
      EngineSessions sessions,
      Runnable ended) {
    this.id = id;
    this.options = sessions.options();
    this.loop = requireNonNull(loop, "loop");
    this.remoteAddress = requireNonNull(remoteAddress, "remoteAddress");
    this.transport = requireNonNull(transport, "transport");
    this.sessions = sessions;
    this.ended = requireNonNull(ended, "ended");
    this.queue = sessions.newQueue();
    this.heartbeat = new Heartbeat(loop, options, new Beating());
    this.stallWatch =
        new StallWatch(
            loop,
            options.queue().stallTimeout(),
            () -> this.transport.progress(),
            () -> !queue.isEmpty(),
            () -> fail(CloseReason.TOO_SLOW));
  }

  /** The session's id: a secret that stands for the session in requests. Never to be logged. */
  public String id() {
    return id;
  }

  /** The event loop that this session is confined to. */
  public ScheduledExecutorService loop() {
    return loop;
  }

  /** The address the session was opened from. */
  public String remoteAddress() {
    return remoteAddress;
  }

  /** What the session travels on now. */
  public Transport transport() {
    return transport;
  }

  /** Whether the listener may still send. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /**
   * Sends an answer, in the order of the calls. Never blocks. If too many answers wait already, the
   * session ends with {@link CloseReason#TOO_SLOW}. After the end it does nothing.
   */
  public void send(EncodedMessage message) {
    if (state != State.OPEN || goesAtOnce(message)) {
      return;
    }
    if (!queue.hasRoomForAnswer(message)) {
      fail(CloseReason.TOO_SLOW);
      return;
    }
    queue.add(message, null, 0);
    drain();
  }

  /**
   * Sends a message that can be read again, in the order of the calls. Never blocks. After the end
   * it does nothing.
   *
   * @param feed is told if the message is given up later
   * @param position what to tell it then
   * @param mayBeLost whether it is worth less room than others
   * @return false if there is no room: then {@link SessionListener#writable} says when there is
   */
  public boolean offer(EncodedMessage message, Feed feed, long position, boolean mayBeLost) {
    if (state != State.OPEN || goesAtOnce(message)) {
      return true;
    }
    if (!queue.hasRoomFor(message, mayBeLost)) {
      starved = true;
      return false;
    }
    queue.add(message, feed, position);
    drain();
    return true;
  }

  /** Gives up what waits and can be read again: memory is short. */
  void giveUpFeeds() {
    if (state == State.OPEN && queue.giveUpFeeds()) {
      starved = true;
      tellIfWritable();
    }
  }

  /** Asks for {@link SessionListener#writable}, now or when there is room. */
  public void requestWritable() {
    starved = true;
    loop.execute(this::tellIfWritable);
  }

  /** Stops or goes on reading from the client, since so much is being done for it already. */
  public void setReading(boolean on) {
    pausedByListener = !on;
    updateReading();
  }

  /** Whether there is memory for an answer that is large; if not, none is to be made. */
  public boolean hasRoomForLargeAnswer() {
    return !sessions.isFull();
  }

  /** Whether a packet that is not whole may have come to so many bytes. Thread-safe. */
  public boolean mayKeep(int bytes) {
    return sessions.mayKeep(bytes);
  }

  /**
   * So many bytes more, or less, have come and are kept until their packet is whole. Whoever keeps
   * them gives them back, after the end as well. Thread-safe.
   */
  public void kept(int bytes) {
    keptBytes.addAndGet(bytes);
    sessions.received(bytes);
  }

  /** About how many bytes are held for the client; may be read from any thread, and be old then. */
  int heldBytes() {
    return queue.byteCount() + transport.heldBytes() + keptBytes.get();
  }

  /** Ends the session in an orderly way: what is queued is sent first, within a time limit. */
  public void close(CloseReason reason) {
    if (state != State.OPEN) {
      return;
    }
    endForListener(State.CLOSING, reason);
    closeTimer = schedule(() -> finish(reason), options.closeTimeout());
    drain();
    closeTransportWhenDrained();
  }

  /** Ends the session at once; what is queued is dropped. */
  public void fail(CloseReason reason) {
    if (state == State.OPEN) {
      endForListener(State.CLOSING, reason);
    }
    if (state == State.CLOSING) {
      finish(reason);
    }
  }

  /** The transport has room again, or a poll has come in. */
  public void transportWritable() {
    if (state == State.CLOSED) {
      return;
    }
    drain();
    if (state == State.CLOSING) {
      closeTransportWhenDrained();
    } else if (probed) {
      sendNoop();
    }
    tellIfWritable();
  }

  /** A transport has gone away by itself, or is done with closing. */
  public void transportClosed(Transport gone, CloseReason reason) {
    if (gone == candidate) {
      dropCandidate();
    } else if (gone == transport) {
      fail(reason);
    }
  }

  /**
   * Offers a second transport to upgrade to.
   *
   * @return false if the session has no use for it, since it is on its way to another one or there
   *     already; the session goes on untouched
   */
  public boolean offerUpgrade(Transport second) {
    if (state != State.OPEN || candidate != null || transport.name().equals(second.name())) {
      return false;
    }
    candidate = second;
    upgradeTimer = schedule(() -> rejectCandidate(second), options.upgradeTimeout());
    return true;
  }

  /** A text frame came on {@code from}. */
  public void receiveText(Transport from, String text) {
    try {
      EnginePacket packet = EngineCodec.decode(text);
      if (from == candidate) {
        receiveFromCandidate(from, packet);
      } else if (from == transport) {
        receive(packet);
      }
    } catch (MalformedEnginePacketException malformed) {
      refuse(from);
    }
  }

  /** A binary frame came on {@code from}. */
  public void receiveBinary(Transport from, byte[] bytes) {
    if (from == candidate) {
      refuse(from);
    } else if (from == transport) {
      receive(new EnginePacket.BinaryMessage(bytes));
    }
  }

  /**
   * The body of a polling request came.
   *
   * @return why it was refused, if it was: nothing of it counted, and the session has ended
   */
  public Optional<CloseReason> receivePayload(String payload) {
    try {
      for (EnginePacket packet : EngineCodec.decodePayload(payload, options.maxPayloadBytes())) {
        receive(packet);
      }
      return Optional.empty();
    } catch (MalformedEnginePacketException malformed) {
      fail(malformed.reason());
      return Optional.of(malformed.reason());
    }
  }

  void open(SessionAcceptor acceptor) {
    boolean mayUpgrade = transport.name().equals("polling");
    queue.add(Handshake.packet(id, mayUpgrade, options), null, 0);
    drain();
    heartbeat.start();
    listener = acceptor.accept(this);
  }

  private void receive(EnginePacket packet) {
    if (state != State.OPEN || listener == null) {
      return;
    }
    if (!(packet instanceof EnginePacket.Pong)) {
      heartbeat.heard();
    }
    switch (packet) {
      case EnginePacket.TextMessage(String text) -> listener.text(text);
      case EnginePacket.BinaryMessage(byte[] bytes) -> listener.binary(bytes);
      case EnginePacket.Pong() -> heartbeat.pong();
      case EnginePacket.Close() -> fail(CloseReason.CLIENT_CLOSED);
      case EnginePacket.Ping(_) -> fail(CloseReason.PROTOCOL_ERROR);
      case EnginePacket.Open(), EnginePacket.Upgrade(), EnginePacket.Noop() -> {
        // mean nothing here; some clients send them, as what waited when they upgraded
      }
    }
  }

  /** The probe is the client's own test of the way: one that does without may upgrade as well. */
  private void receiveFromCandidate(Transport from, EnginePacket packet) {
    if (packet instanceof EnginePacket.Ping(String data) && data.equals("probe")) {
      OutboundQueue answer = sessions.newQueue();
      answer.add(EncodedMessage.PROBE_ANSWER, null, 0);
      from.drain(answer);
      probed = true;
      sendNoop();
    } else if (packet instanceof EnginePacket.Upgrade) {
      completeUpgrade(from);
    } else {
      rejectCandidate(from);
    }
  }

  private void completeUpgrade(Transport next) {
    former = transport;
    transport = next;
    dropCandidate();
    former.leave();
    transport.setReading(!paused);
    drain();
    // a proxy may let the upgrade through and swallow what comes then: a ping tells soon
    heartbeat.beatWithin(options.upgradeTimeout().dividedBy(2));
  }

  /**
   * Frees the client from its poll: it waits for the answer before it sends {@code 5}. Every poll
   * is answered so until then, since one may have been on its way when the probe was answered.
   */
  private void sendNoop() {
    if (transport.isWritable() && queue.isEmpty()) {
      queue.add(EncodedMessage.NOOP, null, 0);
      drain();
    }
  }

  private void rejectCandidate(Transport rejected) {
    if (candidate == rejected) {
      dropCandidate();
      rejected.close(CloseReason.PROTOCOL_ERROR);
    }
  }

  private void dropCandidate() {
    candidate = null;
    probed = false;
    cancel(upgradeTimer);
    upgradeTimer = null;
    heartbeat.release();
  }

  /**
   * Something unreadable came: it ends the session, or just the transport that was on probation.
   */
  private void refuse(Transport from) {
    if (from == candidate) {
      rejectCandidate(from);
    } else if (from == transport) {
      fail(CloseReason.PROTOCOL_ERROR);
    }
  }

  private void endForListener(State next, CloseReason reason) {
    state = next;
    closeReason = reason;
    heartbeat.stop();
    stallWatch.stop();
    Transport onProbation = candidate;
    dropCandidate();
    if (onProbation != null) {
      onProbation.close(reason);
    }
    if (listener != null) {
      listener.closed(reason);
    }
  }

  /** As nearly always: nothing waits, and the transport takes it. */
  private boolean goesAtOnce(EncodedMessage message) {
    return queue.isEmpty() && transport.take(message);
  }

  /** What the transport does not take now waits, within bounds and for a bounded time. */
  private void drain() {
    if (queue.isEmpty()) {
      return;
    }
    transport.drain(queue);
    if (!queue.isEmpty()) {
      queue.settle();
      sessions.relieve();
      if (state == State.OPEN) {
        stallWatch.watch();
      }
    }
    updateReading();
  }

  private void updateReading() {
    int high = options.queue().pauseBytes();
    boolean full = queue.answerBytes() > (paused ? high / 2 : high);
    boolean pause = state == State.OPEN && (full || pausedByListener);
    if (pause != paused) {
      paused = pause;
      transport.setReading(!pause);
    }
  }

  private void tellIfWritable() {
    if (starved
        && state == State.OPEN
        && listener != null
        && queue.byteCount() <= options.queue().lowBytes()) {
      starved = false;
      listener.writable();
    }
  }

  private void closeTransportWhenDrained() {
    if (queue.isEmpty()) {
      transport.close(closeReason);
    }
  }

  private void finish(CloseReason reason) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    cancel(closeTimer);
    queue.clear();
    sessions.remove(this);
    ended.run();
    transport.cut(reason);
    if (former != null) {
      former.cut(reason);
    }
  }

  private ScheduledFuture<?> schedule(Runnable task, Duration delay) {
    return loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void cancel(@Nullable ScheduledFuture<?> scheduled) {
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }

  /** The heart's view of the session. */
  private final class Beating implements Heartbeat.Owner {
    @Override
    public void sendPing() {
      queue.addFirst(EncodedMessage.PING);
      drain();
    }

    @Override
    public boolean isUpgrading() {
      return candidate != null;
    }

    @Override
    public boolean isPaused() {
      return paused;
    }

    @Override
    public void fellSilent() {
      fail(CloseReason.PING_TIMEOUT);
    }
  }
}
