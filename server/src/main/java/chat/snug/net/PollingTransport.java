package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EngineSession;
import chat.snug.engineio.OutboundQueue;
import chat.snug.engineio.Transport;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * HTTP long-polling: one GET is held until there is something to send, one POST at a time brings
 * packets (Engine.IO 4, §HTTP long-polling).
 *
 * <p>Each answer costs a whole request. So what a room says soon after the last answer waits for
 * more of it, {@link #PAUSE_MILLIS} at most; answers to the client itself never wait. Confined to
 * the session's event loop.
 */
final class PollingTransport implements Transport {
  static final String NAME = "polling";

  private static final int PAUSE_MILLIS = 250;

  /** The Python client refuses an answer with more. */
  private static final int MAX_POLL_PACKETS = 16;

  private static final byte[] CLOSE_PACKET = "1".getBytes(UTF_8);
  private static final byte[] NOOP_PACKET = "6".getBytes(UTF_8);

  private final int maxPollBytes;
  private final LongAdder pollBytes;
  private @Nullable EngineSession session;
  private @Nullable PollExchange held;

  /** A poll whose answer is on its way: the next waits for that. */
  private @Nullable PollExchange unwritten;

  private volatile int unwrittenBytes;

  /** A POST whose body is still coming. */
  private @Nullable IncomingPost receiving;

  private @Nullable CloseReason closing;
  private long pollsAnswered;
  private long answeredAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
  private boolean paused;

  /** The last answer could not take all: the next goes at once. */
  private boolean restWaits;

  private boolean reading = true;

  /** The session has been upgraded to another transport. */
  private boolean left;

  /** A POST whose answer waits until there is room for the next. */
  private @Nullable PollExchange unanswered;

  /** {@code pollBytes} counts the answers of all that are not written yet. */
  PollingTransport(int maxPollBytes, LongAdder pollBytes) {
    this.maxPollBytes = maxPollBytes;
    this.pollBytes = pollBytes;
  }

  void attach(EngineSession opened) {
    session = opened;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isWritable() {
    return held != null && unwritten == null && closing == null;
  }

  /** May be read from any thread, and be old then. */
  int heldRequests() {
    return (held == null ? 0 : 1) + (unanswered == null ? 0 : 1);
  }

  @Override
  public void drain(OutboundQueue queue) {
    PollExchange poll = held;
    if (poll != null && unwritten == null && !queue.isEmpty() && !waitsForMore(queue)) {
      held = null;
      pollsAnswered++;
      byte[] payload = queue.pollPayload(maxPollBytes, MAX_POLL_PACKETS);
      restWaits = !queue.isEmpty();
      answeredAt = System.nanoTime();
      unwritten = poll;
      unwrittenBytes = payload.length;
      pollBytes.add(payload.length);
      poll.answer(payload)
          .onComplete(written -> {
            pollBytes.add(-payload.length);
            session().loop().execute(() -> answered(written.succeeded()));
          });
    }
  }

  /**
   * What was taken from the queue cannot be put back: if it is lost, the client is to come again.
   */
  private void answered(boolean written) {
    unwritten = null;
    unwrittenBytes = 0;
    if (!written) {
      session().transportClosed(this, CloseReason.TRANSPORT_ERROR);
    } else if (held != null) {
      session().transportWritable();
    }
  }

  private boolean waitsForMore(OutboundQueue queue) {
    long rest = PAUSE_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - answeredAt);
    if (rest <= 0 || restWaits || closing != null || !queue.mayWait()) {
      return false;
    }
    if (!paused) {
      paused = true;
      session().loop().schedule(this::endPause, rest, TimeUnit.MILLISECONDS);
    }
    return true;
  }

  private void endPause() {
    paused = false;
    session().transportWritable();
  }

  @Override
  public long progress() {
    return pollsAnswered;
  }

  @Override
  public int heldBytes() {
    return unwrittenBytes;
  }

  /** The next POST comes when this one is answered: so to wait with the answer is not to read. */
  @Override
  public void setReading(boolean on) {
    reading = on;
    if (on) {
      answerPost();
    }
  }

  @Override
  public void leave() {
    left = true;
    answerPost();
    PollExchange poll = held;
    if (poll != null) {
      held = null;
      poll.answer(NOOP_PACKET);
    }
  }

  @Override
  public void close(CloseReason reason) {
    closing = reason;
    answerPost();
    PollExchange poll = held;
    if (poll != null) {
      held = null;
      poll.answer(reason == CloseReason.CLIENT_CLOSED ? NOOP_PACKET : CLOSE_PACKET);
      session().transportClosed(this, reason);
    }
  }

  @Override
  public void cut(CloseReason reason) {
    close(reason);
    if (unwritten != null) {
      unwritten.hangUp();
    }
    if (receiving != null) {
      receiving.abandon();
    }
  }

  /** A GET came. A second one at a time ends the session: two answers could not be put in order. */
  void poll(PollExchange poll) {
    if (held != null) {
      session().fail(CloseReason.PROTOCOL_ERROR);
      poll.refuse(EngineError.BAD_REQUEST);
      return;
    }
    if (left) {
      poll.answer(NOOP_PACKET);
      return;
    }
    held = poll;
    if (closing != null) {
      close(closing);
    } else {
      session().transportWritable();
    }
  }

  /** A held GET went away: what it might have been sent is unknown, so the session ends. */
  void pollAborted(PollExchange poll) {
    if (held == poll) {
      held = null;
      session().transportClosed(this, CloseReason.TRANSPORT_ERROR);
    }
  }

  /** A POST begins. It is abandoned if another is still coming, which ends the session. */
  void startReceiving(IncomingPost post) {
    if (receiving != null) {
      session().fail(CloseReason.PROTOCOL_ERROR);
    }
    if (closing != null) {
      post.abandon();
    } else {
      receiving = post;
    }
  }

  /** The body of a POST is whole. */
  void received(PollExchange post, String payload) {
    receiving = null;
    if (closing != null) {
      post.refuse(EngineError.UNKNOWN_SESSION);
      return;
    }
    Optional<CloseReason> refused;
    try {
      refused = session().receivePayload(payload);
    } catch (RuntimeException fault) {
      session().fail(CloseReason.TRANSPORT_ERROR);
      post.refuse(EngineError.BAD_REQUEST);
      throw fault;
    }
    if (refused.isPresent()) {
      refuse(post, refused.get());
      return;
    }
    unanswered = post;
    if (reading || left || closing != null) {
      answerPost();
    }
  }

  private static void refuse(PollExchange post, CloseReason reason) {
    if (reason == CloseReason.PAYLOAD_TOO_LARGE) {
      post.refuseAndHangUp(413);
    } else {
      post.refuse(EngineError.BAD_REQUEST);
    }
  }

  private void answerPost() {
    PollExchange post = unanswered;
    if (post != null) {
      unanswered = null;
      post.answerOk();
    }
  }

  private EngineSession session() {
    return requireNonNull(session, "session");
  }
}
