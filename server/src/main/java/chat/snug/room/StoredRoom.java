package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What the store keeps of a room itself. Immutable.
 *
 * @param epoch names this history of the room; another one means that positions in it count no more
 */
public record StoredRoom(
    RoomId id, RoomCode code, String epoch, String title, Lifetime lifetime, Instant createdAt) {
  /** Checks that all is given. */
  public StoredRoom {
    requireNonNull(id, "id");
    requireNonNull(code, "code");
    requireNonNull(epoch, "epoch");
    requireNonNull(title, "title");
    requireNonNull(lifetime, "lifetime");
    requireNonNull(createdAt, "createdAt");
  }

  /** When the room ends, if that is fixed. */
  public Optional<Instant> expiresAt() {
    return lifetime.length().map(createdAt::plus);
  }
}
