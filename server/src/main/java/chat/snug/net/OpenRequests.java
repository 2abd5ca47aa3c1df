package chat.snug.net;

import java.util.concurrent.atomic.LongAdder;

/**
 * The requests of one connection that came whole and are not answered yet, and their number over
 * all connections. Answers come in the order of the requests (RFC 9112, §9.3.2). Confined to the
 * connection's event loop.
 */
final class OpenRequests {
  private final LongAdder all;
  private long whole;
  private long answered;
  private long counted;

  OpenRequests(LongAdder all) {
    this.all = all;
  }

  /** A request has come to its end. */
  void cameWhole() {
    whole++;
    count();
  }

  /** An answer has been written to its end; perhaps before its request came to one. */
  void answered() {
    answered++;
    count();
  }

  /** The connection is gone. */
  void forget() {
    answered = whole;
    count();
  }

  /** Whether a client waits for an answer. */
  boolean isOwing() {
    return whole > answered;
  }

  private void count() {
    long open = Math.max(0, whole - answered);
    all.add(open - counted);
    counted = open;
  }
}
