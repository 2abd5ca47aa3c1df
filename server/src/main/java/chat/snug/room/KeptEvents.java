package chat.snug.room;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all rooms together keep of their logs in memory, in bytes as they are sent. The fuller it
 * is, the less each room may keep: all of it while half is free, then less and less, at last
 * nothing, and what is not kept is read from the store. Thread-safe.
 */
final class KeptEvents {
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();

  KeptEvents(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  long bytes() {
    return bytes.get();
  }

  /** A share for one more room. */
  Share share() {
    return new Share();
  }

  /** Of one room. Confined to its event loop. */
  final class Share {
    private long recent;
    private long pinned;
    private boolean closed;

    /** The last events weigh so much now. */
    void recent(long weight) {
      set(weight, pinned);
    }

    /** The pinned messages weigh so much now. */
    void pinned(long weight) {
      set(recent, weight);
    }

    /** The room is in memory no more. */
    void close() {
      set(0, 0);
      closed = true;
    }

    /** How much of the last events may be kept, where it is this much as long as there is room. */
    long allowedRecent(long most) {
      return allowed(most, recent);
    }

    /** The same of pinned messages. */
    long allowedPinned(long most) {
      return allowed(most, pinned);
    }

    private long allowed(long most, long own) {
      long free = Math.max(0, maxBytes - bytes.get() + own);
      return Math.min(free, 2 * free >= maxBytes ? most : most * 2 * free / maxBytes);
    }

    private void set(long newRecent, long newPinned) {
      if (!closed) {
        bytes.addAndGet(newRecent + newPinned - recent - pinned);
        recent = newRecent;
        pinned = newPinned;
      }
    }
  }
}
