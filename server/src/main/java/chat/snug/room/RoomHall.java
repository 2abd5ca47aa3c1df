package chat.snug.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who comes into a room and who goes, and what the others are told of it: at the end of a turn, all
 * at once. Confined to the room's event loop.
 */
final class RoomHall {
  /** Members in the room up to which everybody is told what each has seen. */
  private static final int MAX_TOLD_READERS = 20;

  private final RoomState state;
  private final Presences presences;
  private final RoomDoor door;
  private final RoomAudience audience;
  private final RoomContext context;
  private final BooleanSupplier isOpen;
  private final Runnable occupied;
  private final Runnable deserted;
  private final List<Notice> notices = new ArrayList<>();
  private final Roster roster;

  /** Who is being let in, and has no entrance yet. */
  private @Nullable Visitor entering;

  /**
   * A hall with nobody in it.
   *
   * @param isOpen whether the room still lets people in
   * @param occupied called when somebody comes
   * @param deserted called when the last one has gone
   */
  RoomHall(
      RoomState state,
      Presences presences,
      RoomDoor door,
      RoomAudience audience,
      RoomContext context,
      BooleanSupplier isOpen,
      Runnable occupied,
      Runnable deserted) {
    this.state = state;
    this.presences = presences;
    this.door = door;
    this.audience = audience;
    this.context = context;
    this.isOpen = isOpen;
    this.occupied = occupied;
    this.deserted = deserted;
    this.roster = new Roster(presences, audience, context, notices::add);
  }

  /** The member that this connection is in the room as. */
  Presences.Presence presence(Attendance attendance) {
    return presences.find(attendance).orElseThrow(() -> new RefusedException(Refusal.NOT_MEMBER));
  }

  void enter(Request.Enter enter) {
    context
        .loop()
        .thenAtOnce(
            door.admit(enter.joining(), enter.visitor()),
            enter,
            arrival -> {
              if (isOpen.getAsBoolean()) {
                welcome(enter, arrival);
              } else {
                enter.refuse(new RefusedException(Refusal.NOT_FOUND));
              }
            });
  }

  void leave(Request.Leave leave) {
    Presences.Presence presence = presence(leave.attendance());
    for (Visitor visitor : presence.visitors()) {
      if (visitor != leave.attendance().visitor()) {
        audience.tell(visitor, new Notice.Removed(Notice.LeaveReason.LEFT));
      }
      audience.leave(visitor);
    }
    depart(presence, Notice.LeaveReason.LEFT);
    door.leave(presence.member().id())
        .whenCompleteAsync(
            (_, failure) -> {
              if (failure != null) {
                leave.refuse(new RefusedException(Refusal.UNAVAILABLE));
              } else {
                leave.answer().complete(true);
              }
            },
            context.loop().eventLoop());
  }

  /** A connection is gone; its member has a while to come back. */
  void disconnect(Attendance attendance) {
    Optional<Presences.Presence> found = presences.find(attendance);
    if (found.isEmpty()) {
      return;
    }
    Presences.Presence presence = found.get();
    audience.leave(attendance.visitor());
    presences.remove(presence, attendance.visitor());
    if (presence.visitors().isEmpty()) {
      roster.changed(new Notice.MemberStateChanged(attendance.member(), Member.State.RECONNECTING));
      awaitBack(presence);
    }
  }

  /** Somebody who lagged has come on, to the end of the log perhaps. */
  void feed(Request.Feed feed, List<RoomEvent> events) {
    Visitor visitor = feed.attendance().visitor();
    if (presences.find(feed.attendance()).isEmpty()) {
      return;
    }
    long reached = events.isEmpty() ? feed.cursor() : events.getLast().sequence();
    Optional<Notice.Members> members = Optional.empty();
    if (reached >= state.head()) {
      tell();
      members = Optional.of(roster.members());
    }
    audience.feed(visitor, feed.cursor(), events, members);
  }

  /** Who is here, so that a hall that is made anew may {@link #take} them over. */
  List<Presences.Stay> stays() {
    return presences.stays().stream().map(stay -> stay.without(entering)).toList();
  }

  /** Waits until all seats that are being taken are stored, or are not. */
  CompletableFuture<Void> atRest() {
    return door.atRest();
  }

  /** Takes over who was in a hall before this one. */
  void take(List<Presences.Stay> stays, RoomHall before) {
    for (Presences.Stay stay : stays) {
      door.comeBack(stay.member());
      state
          .member(stay.member())
          .map(member -> presences.add(member, stay))
          .filter(presence -> presence.visitors().isEmpty())
          .ifPresent(this::awaitBack);
    }
    roster.goOnFrom(before.roster);
  }

  /** Says where the log ends, to those who may have missed something. */
  void tellHead() {
    audience.tellNotices(List.of(new Notice.Head(state.head())));
  }

  void type(Request.Type type) {
    presences
        .find(type.attendance())
        .map(Presences.Presence::member)
        .ifPresent(member -> notices.add(new Notice.Typing(member.id(), member.name(), type.on())));
  }

  /** Where many are, it would be told more often than anything that is said. */
  void read(Request.Read read) {
    Optional<Presences.Presence> presence = presences.find(read.attendance());
    if (presence.isPresent()
        && read.sequence() <= state.head()
        && presence.get().readUpTo(read.sequence())
        && presences.size() <= MAX_TOLD_READERS) {
      notices.add(new Notice.HasRead(read.attendance().member(), read.sequence()));
    }
  }

  /** Tells everybody what has happened since the last time. */
  void tell() {
    if (!notices.isEmpty()) {
      audience.tellNotices(List.copyOf(notices));
      notices.clear();
    }
  }

  /** Nobody is here any more. */
  void close() {
    presences.clear();
    tell();
  }

  /** The entrance is on its way before anything that happens later is told. */
  private void welcome(Request.Enter enter, RoomDoor.Arrival arrival) {
    Member member = arrival.member();
    Optional<Presences.Presence> before = presences.find(member.id());
    boolean back = before.isPresent() && before.get().state() == Member.State.RECONNECTING;
    boolean stranger = presences.memberOf(enter.visitor()).isEmpty();
    entering = stranger ? enter.visitor() : null;
    presences.add(member, enter.visitor());
    door.comeBack(member.id());
    if (before.isEmpty()) {
      roster.changed(new Notice.MemberJoined(member));
    } else if (back) {
      roster.changed(new Notice.MemberStateChanged(member.id(), Member.State.ONLINE));
    }
    occupied.run();
    tell();
    Entrance entrance = entrance(arrival);
    entering = null;
    enter.answer().complete(entrance);
    if (stranger) {
      audience.enter(enter.visitor(), state.head());
    }
  }

  private Entrance entrance(RoomDoor.Arrival arrival) {
    return new Entrance(
        arrival.mode(),
        state.room(),
        arrival.member(),
        arrival.token(),
        roster.listed(),
        presences.size(),
        state.head(),
        arrival.events(),
        arrival.pinned(),
        arrival.more(),
        arrival.newcomer(),
        context.clock().instant(),
        context.options().editWindow());
  }

  private void awaitBack(Presences.Presence presence) {
    presence.departAt(
        context.loop().schedule(() -> departIfAway(presence), context.options().leaveGrace()));
  }

  private void departIfAway(Presences.Presence presence) {
    if (isOpen.getAsBoolean() && presence.visitors().isEmpty()) {
      depart(presence, Notice.LeaveReason.TIMEOUT);
      tell();
    }
  }

  private void depart(Presences.Presence presence, Notice.LeaveReason reason) {
    presences.remove(presence);
    roster.changed(new Notice.MemberLeft(presence.member().id(), reason));
    if (presences.isEmpty()) {
      deserted.run();
    }
  }
}
