package chat.snug.file;

import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How much a room may hold, with what is on its way into it. Thread-safe. */
final class RoomQuota {
  private final ConcurrentHashMap<RoomId, AtomicLong> underWay = new ConcurrentHashMap<>();
  private final long maxBytes;
  private final FileIndex index;

  RoomQuota(long maxBytes, FileIndex index) {
    this.maxBytes = maxBytes;
    this.index = index;
  }

  /** What one upload takes, given back when it is closed: then the index counts it. */
  Share open(RoomId room) {
    return new Share(room, FileShelf.await(index.bytesOf(room)));
  }

  /** The part of one upload. Confined to its thread. */
  final class Share implements AutoCloseable {
    private final RoomId room;
    private final long stored;
    private final AtomicLong all;
    private long taken;

    private Share(RoomId room, long stored) {
      this.room = room;
      this.stored = stored;
      this.all = underWay.computeIfAbsent(room, _ -> new AtomicLong());
    }

    void take(int bytes) {
      taken += bytes;
      if (stored + all.addAndGet(bytes) > maxBytes) {
        throw new RefusedException(
            Refusal.TOO_LARGE, "This room has as many files as it may have.");
      }
    }

    @Override
    public void close() {
      if (all.addAndGet(-taken) == 0) {
        underWay.remove(room, all);
      }
    }
  }
}
