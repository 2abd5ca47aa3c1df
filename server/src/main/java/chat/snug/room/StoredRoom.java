package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What the store keeps of a room itself. Immutable.
 *
 * @param epoch names this history of the room; another one means that positions in it count no more
 * @param whoMayExport who may take the room along as a file
 */
public record StoredRoom(
    RoomId id,
    RoomCode code,
    String epoch,
    String title,
    Lifetime lifetime,
    Instant createdAt,
    WhoMay whoMayExport) {
  /** Checks that all is given. */
  public StoredRoom {
    requireNonNull(id, "id");
    requireNonNull(code, "code");
    requireNonNull(epoch, "epoch");
    requireNonNull(title, "title");
    requireNonNull(lifetime, "lifetime");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(whoMayExport, "whoMayExport");
  }

  /** The same, written down by others. */
  StoredRoom with(WhoMay other) {
    return new StoredRoom(id, code, epoch, title, lifetime, createdAt, other);
  }

  /** When the room ends, if that is fixed. */
  public Optional<Instant> expiresAt() {
    return lifetime.length().map(createdAt::plus);
  }
}
