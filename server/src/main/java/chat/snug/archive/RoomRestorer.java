package chat.snug.archive;

import static java.util.Objects.requireNonNull;

import chat.snug.archive.ArchivedEvent.ArchivedFile;
import chat.snug.file.FileShelf;
import chat.snug.file.Upload;
import chat.snug.room.Attachment;
import chat.snug.room.ChangeRules;
import chat.snug.room.CommandId;
import chat.snug.room.EventId;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.Overview;
import chat.snug.room.Reactions;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomEvent;
import chat.snug.room.Rooms;
import chat.snug.room.SeatToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * Fills a room with what a file of the JSON format tells: each message with its author's name, its
 * time, its reactions and its files. All of it stands before the time at which the room was made,
 * which tells it from what was said here. Confined to one thread, which may block.
 */
public final class RoomRestorer {
  /**
   * What has become of a file. Immutable.
   *
   * @param head the room's last sequence
   * @param skipped events that are not in the room, since this version does not know their type or
   *     there is nothing to see in them
   */
  public record Restored(long head, int skipped) {}

  /** Messages and renamings of one file at most. */
  public static final int MAX_EVENTS = 200_000;

  private static final int MAX_BATCH_WEIGHT = 256 * 1024;

  private final Rooms rooms;
  private final FileShelf shelf;
  private final Overview room;
  private final SeatToken token;
  private final RandomGenerator random;
  private final Set<EventId> seen = new HashSet<>();

  /** Of the messages that were stored: their ids in the file, and here. */
  private final Map<EventId, EventId> ids = new HashMap<>();

  private final List<RoomEvent> batch = new ArrayList<>();
  private final List<Path> temporary = new ArrayList<>();
  private int weight;
  private long head;
  private long lastAt;
  private long commands;
  private int pinned;
  private int skipped;

  /**
   * Restores into a room where nothing has been said.
   *
   * @param token the seat of its host
   */
  public RoomRestorer(
      Rooms rooms, FileShelf shelf, Overview room, SeatToken token, RandomGenerator random) {
    this.rooms = requireNonNull(rooms, "rooms");
    this.shelf = requireNonNull(shelf, "shelf");
    this.room = requireNonNull(room, "room");
    this.token = requireNonNull(token, "token");
    this.random = requireNonNull(random, "random");
  }

  /**
   * Reads the file and stores what it tells. When this fails, a part of it may be in the room.
   *
   * @throws RefusedException {@code FORBIDDEN} unless by the host of an empty room, {@code
   *     MALFORMED}, {@code TOO_LARGE}, or what else the room and its files are refused with
   * @throws IOException if the file breaks off
   */
  public Restored restore(InputStream body) throws IOException {
    if (room.member().role() != Member.Role.HOST || room.head() != 0) {
      throw new RefusedException(
          Refusal.FORBIDDEN, "Only its host can fill a room, and only while it is empty.");
    }
    try (ArchiveReader reader = new ArchiveReader(body, new Shelf())) {
      reader.begin();
      Optional<ArchivedEvent> event = reader.next();
      while (event.isPresent()) {
        add(event.get());
        event = reader.next();
      }
      flush();
      skipped += reader.skipped();
    } catch (CompletionException failed) {
      throw RefusedException.of(failed);
    } catch (RuntimeException failed) {
      throw ArchiveReader.refusal(failed);
    } finally {
      forgetTemporary();
    }
    return new Restored(head, skipped);
  }

  private void add(ArchivedEvent event) throws IOException {
    if (seen.size() >= MAX_EVENTS) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "A room of %s messages at most can be opened.".formatted(MAX_EVENTS));
    }
    long at = Math.max(lastAt, Math.min(event.at(), room.room().createdAt().toEpochMilli() - 1));
    lastAt = at;
    EventId id = event.id().millis() == at ? event.id() : EventId.draw(at, random);
    if (!seen.add(event.id())) {
      throw ArchiveReader.malformed();
    }
    switch (event) {
      case ArchivedEvent.Message message -> add(id, at, message);
      case ArchivedEvent.Rename rename ->
          store(
              id,
              at,
              rename.member(),
              rename.before(),
              new RoomEvent.MemberRenamed(rename.target(), rename.name()));
    }
    forgetTemporary();
  }

  private void add(EventId id, long at, ArchivedEvent.Message message) throws IOException {
    List<Attachment> files = new ArrayList<>();
    for (ArchivedFile file : message.files()) {
      files.add(bring(message, file, files.size()));
    }
    if (files.isEmpty() && message.text().value().isBlank()) {
      skipped++;
      return;
    }
    Optional<EventId> replyTo = message.replyTo().map(ids::get);
    ids.put(message.id(), id);
    Member.Id member = message.member();
    store(
        id, at, member, message.name(), new RoomEvent.MessageSent(message.text(), replyTo, files));
    if (message.edited() && !message.text().value().isBlank()) {
      change(
          at, member, message.name(), new RoomEvent.MessageEdited(id, Optional.of(message.text())));
    }
    for (Reactions.Reaction reaction : message.reactions().all()) {
      for (Reactions.Reactor reactor : reaction.members()) {
        change(at, reactor.id(), reactor.name(), new RoomEvent.Reacted(id, reaction.emoji(), true));
      }
    }
    if (message.pinned() && pinned < ChangeRules.MAX_PINNED) {
      pinned++;
      change(at, room.member().id(), room.member().name(), new RoomEvent.MessagePinned(id, true));
    }
  }

  private Attachment bring(ArchivedEvent.Message message, ArchivedFile file, int number)
      throws IOException {
    try (InputStream bytes = Files.newInputStream(file.data())) {
      return shelf
          .accept(
              new Upload(
                  room.room().id(),
                  message.member(),
                  message.id().value() + "-" + number,
                  file.name(),
                  OptionalLong.of(Files.size(file.data()))),
              bytes)
          .attachment()
          .with(file.description());
    }
  }

  private void change(long at, Member.Id member, MemberName name, RoomEvent.Change change) {
    store(EventId.draw(at, random), at, member, name, change);
  }

  private void store(
      EventId id, long at, Member.Id member, MemberName name, RoomEvent.Content content) {
    commands++;
    RoomEvent event =
        new RoomEvent(
            0,
            id,
            at,
            member,
            name,
            Optional.of(new CommandId("restored-" + commands)),
            Optional.empty(),
            content);
    batch.add(event);
    weight += event.weight();
    if (batch.size() == Rooms.MAX_RESTORED || weight >= MAX_BATCH_WEIGHT) {
      flush();
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      head = rooms.restore(room.room().id(), token, head, batch).join();
      batch.clear();
      weight = 0;
    }
  }

  private void forgetTemporary() throws IOException {
    for (Path file : temporary) {
      Files.deleteIfExists(file);
    }
    temporary.clear();
  }

  /** Places on the shelf, as long as one message needs them. */
  private final class Shelf implements ArchiveReader.Places {
    @Override
    public Path next() throws IOException {
      Path place = shelf.temporaryFile();
      temporary.add(place);
      return place;
    }

    @Override
    public long maxBytes() {
      return shelf.options().maxBytes();
    }
  }
}
