package chat.snug.room;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Does what is asked of a room, by what the room has in memory: all of it is here or behind it, and
 * is thrown away and read from the log again when something has failed in it. Confined to the
 * room's event loop.
 */
final class RoomDesk {
  private final Room room;
  private final RoomState state;
  private final Presences presences;
  private final RoomContext context;
  private final EventLog log;
  private final RoomHall hall;
  private final RoomReadings readings;
  private final EventReader reader;
  private final RoomWriter writer;

  /** A desk in a room that nobody is in yet. */
  RoomDesk(
      Room room,
      RoomDirectory.Contents contents,
      RoomContext context,
      EventLog log,
      RoomDirectory directory,
      RoomAudience audience) {
    this.room = room;
    this.state = new RoomState(contents, context.names(), context.kept());
    this.presences = new Presences(context.names());
    this.context = context;
    this.log = log;
    this.reader = new EventReader(state, log, context);
    this.writer = new RoomWriter(state, presences, reader, log, audience, context, room::makeDue);
    this.hall =
        new RoomHall(
            state,
            presences,
            new RoomDoor(state, presences, reader, directory, context),
            audience,
            context,
            room::isOpen,
            room::occupied,
            room::deserted);
    this.readings = new RoomReadings(state, presences, hall, reader, log, context, room::submit);
  }

  RoomState state() {
    return state;
  }

  Presences presences() {
    return presences;
  }

  RoomWriter writer() {
    return writer;
  }

  RoomHall hall() {
    return hall;
  }

  /** Lets go of what is too much in memory. */
  void giveWay() {
    reader.giveWay();
  }

  /** Lets go of all that was begun; completes when nothing more can come of it. */
  CompletableFuture<Void> giveUp() {
    return CompletableFuture.allOf(writer.giveUp(), hall.atRest());
  }

  /** Does it, or throws. */
  void run(Request request) {
    switch (request) {
      case Request.Enter enter -> hall.enter(enter);
      case Request.Leave leave -> hall.leave(leave);
      case Request.Disconnect disconnect -> hall.disconnect(disconnect.attendance());
      case Request.Type type -> hall.type(type);
      case Request.Read read -> hall.read(read);
      case Request.Feed feed -> readings.feed(feed);
      case Request.Post post -> post(post);
      case Request.Change change -> change(change);
      case Request.Identify identify -> identify.answer().complete(member(identify.token()));
      case Request.Uploaded uploaded -> {
        state.add(new RoomDirectory.Waiting(uploaded.member(), uploaded.attachment()));
        checkIsIn(uploaded.member());
        uploaded.answer().complete(true);
      }
      case Request.Rename rename -> rename(rename);
      case Request.Load load -> {
        hall.presence(load.attendance());
        readings.load(load, load.range());
      }
      case Request.LoadBySeat load -> {
        reader(load.token());
        readings.load(load, load.range());
      }
      case Request.Survey survey -> readings.survey(survey, reader(survey.token()));
      case Request.Look look -> readings.look(look);
      case Request.Restore restore -> restore(restore);
      case Request.Close close -> close(close);
    }
  }

  /** A repeated command that was stored is answered so, whatever has changed for its member. */
  void refuse(Request.Command command, Refusal refusal) {
    context
        .loop()
        .then(
            RoomLoop.refusing(
                log.find(state.room().id(), command.attendance().member(), command.commandId())),
            command,
            found -> {
              RoomEvent stored = found.orElseThrow(() -> new RefusedException(refusal));
              if (!command.mayBe(stored)) {
                throw new RefusedException(Refusal.ID_REUSED);
              }
              command.answer().complete(new Posted(stored, true));
            });
  }

  private void post(Request.Post post) {
    Optional<Presences.Presence> presence = presences.find(post.attendance());
    Posting posting = post.posting();
    if (presence.isEmpty()) {
      refuse(post, Refusal.NOT_MEMBER);
      return;
    }
    Member member = presence.get().member();
    Optional<List<Attachment>> files = state.waiting(member.id(), posting.files());
    if (files.isEmpty()) {
      refuse(post, Refusal.NOT_FOUND);
      return;
    }
    writer.add(
        member,
        Optional.of(posting.commandId()),
        posting.order(),
        new RoomEvent.MessageSent(posting.text(), posting.replyTo(), files.get()),
        post.answer());
  }

  /** The member that holds a seat and has not left, though it may be without a connection. */
  private Member member(SeatToken token) {
    Member member = state.member(token).orElseThrow(() -> new RefusedException(Refusal.NOT_MEMBER));
    checkIsIn(member.id());
    return member;
  }

  /** Who has left can do nothing until it comes back. */
  private void checkIsIn(Member.Id member) {
    if (state.hasLeft(member)) {
      throw new RefusedException(Refusal.NOT_MEMBER);
    }
  }

  /** The same, if the member may read the room as a whole. */
  private Member reader(SeatToken token) {
    Member member = member(token);
    if (!state.room().whoMayExport().includes(member)) {
      throw new RefusedException(Refusal.FORBIDDEN, "Only hosts can save this room.");
    }
    return member;
  }

  /** Only a host brings back what was said elsewhere, and only where nothing else was said. */
  private void restore(Request.Restore restore) {
    Member host = member(restore.token());
    if (host.role() != Member.Role.HOST || state.head() != restore.head()) {
      throw new RefusedException(
          Refusal.FORBIDDEN, "Only its host can fill a room, and only while it is empty.");
    }
    RestoredEvents.check(restore.events(), host, state, context.names());
    writer.restore(host, restore.events(), restore.answer());
  }

  private void change(Request.Change change) {
    Optional<Presences.Presence> presence = presences.find(change.attendance());
    Optional<Refusal> refusal =
        presence
            .map(found -> refusalOf(change.content(), found.member()))
            .orElse(Optional.of(Refusal.NOT_MEMBER));
    if (refusal.isPresent()) {
      refuse(change, refusal.get());
      return;
    }
    writer.add(
        presence.orElseThrow().member(),
        Optional.of(change.commandId()),
        Optional.empty(),
        change.content(),
        change.answer());
  }

  /** What hangs on the member's role alone; the rest is up to {@link ChangeRules}. */
  private static Optional<Refusal> refusalOf(RoomEvent.Content content, Member member) {
    boolean keeper = member.role() != Member.Role.MEMBER;
    boolean allowed =
        switch (content) {
          case RoomEvent.MessagePinned _ -> keeper;
          case RoomEvent.RoomUpdated _ -> member.role() == Member.Role.HOST;
          case RoomEvent.MessagesDeleted(Member.Id target) -> keeper || target.equals(member.id());
          case RoomEvent.Unknown _ -> false;
          case RoomEvent.MessageEdited _,
              RoomEvent.MessageDeleted _,
              RoomEvent.Reacted _,
              RoomEvent.MessageSent _,
              RoomEvent.MessageNow _,
              RoomEvent.MessageGone _,
              RoomEvent.MemberRenamed _ ->
              true;
        };
    return allowed ? Optional.empty() : Optional.of(Refusal.FORBIDDEN);
  }

  private void rename(Request.Rename rename) {
    Member member = hall.presence(rename.attendance()).member();
    Set<String> keys = context.names().keys(rename.name());
    boolean alike = !Collections.disjoint(keys, context.names().keys(member.name()));
    if (context.names().isReserved(rename.name())) {
      throw new RefusedException(Refusal.NAME_RESERVED);
    }
    if (!alike && (presences.isTaken(rename.name()) || state.isHost(keys))) {
      throw new RefusedException(Refusal.NAME_TAKEN);
    }
    writer.add(
        member,
        Optional.empty(),
        Optional.empty(),
        new RoomEvent.MemberRenamed(member.id(), rename.name()),
        rename.answer());
  }

  private void close(Request.Close close) {
    if (hall.presence(close.attendance()).member().role() != Member.Role.HOST) {
      throw new RefusedException(Refusal.FORBIDDEN);
    }
    room.end(Notice.EndReason.CLOSED)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            close.refuse(new RefusedException(Refusal.UNAVAILABLE));
          } else {
            close.answer().complete(true);
          }
        });
  }
}
