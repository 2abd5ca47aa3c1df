package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps rooms, their codes and their seats. What a future has answered is durable. Thread-safe;
 * futures complete on threads of the implementation.
 */
public interface RoomDirectory {
  /**
   * Stores a room, its code and its first seat.
   *
   * @param creationKey names the request, so that a repeated one can be told
   * @return false if the code is taken or in quarantine; nothing was stored then
   */
  CompletableFuture<Boolean> create(
      StoredRoom room, Seat host, Optional<SeatToken.Hash> creationKey);

  /** The live room of a code. */
  CompletableFuture<Optional<RoomId>> find(RoomCode code);

  /** The live room that a request of this key has made. */
  CompletableFuture<Optional<RoomId>> findCreated(SeatToken.Hash creationKey);

  /**
   * A room with all that is needed to serve it.
   *
   * @param recentEvents how many of the last events at most
   * @param recentWeight how much they weigh at most
   */
  CompletableFuture<Optional<Contents>> load(RoomId room, int recentEvents, int recentWeight);

  /**
   * Adds a seat to a room. A token makes one seat, however often it is added: answered with that
   * one. Refused with {@code GONE} if the room is not there.
   */
  CompletableFuture<Seat> addSeat(RoomId room, Seat seat);

  /** Remembers that a member has left the room, or is back. */
  CompletableFuture<Void> markLeft(RoomId room, Member.Id member, boolean hasLeft);

  /**
   * Removes a room with everything it held, and keeps its code out of use for a while. In slices,
   * so that others are not held up. One that is not there is removed already.
   */
  CompletableFuture<Void> delete(RoomId room, Instant codeFreeAgain);

  /** All rooms that are stored. */
  CompletableFuture<List<StoredRoom>> all();

  /**
   * A room as it is loaded.
   *
   * @param head the last sequence, 0 if nothing has happened yet
   * @param recent the last events as they happened, ascending and contiguous up to the head
   * @param recentAsTheyAre the same, with each message as it is now
   * @param waiting files that have been uploaded and wait for their messages
   */
  record Contents(
      StoredRoom room,
      List<Seat> seats,
      long head,
      List<RoomEvent> recent,
      List<RoomEvent> recentAsTheyAre,
      List<Waiting> waiting) {
    /** Copies the lists. */
    public Contents {
      requireNonNull(room, "room");
      seats = List.copyOf(seats);
      recent = List.copyOf(recent);
      recentAsTheyAre = List.copyOf(recentAsTheyAre);
      waiting = List.copyOf(waiting);
    }
  }

  /** A file that its member has uploaded and not sent yet. */
  record Waiting(Member.Id member, Attachment attachment) {}
}
