package chat.snug.room;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a room knows by heart: its seats, its last events, where its log ends, and the files that
 * wait for a message. Holds what is stored, and of what is not only the time of the latest draft.
 * Confined to the room's event loop.
 */
final class RoomState {
  private StoredRoom room;
  private final NamePolicy names;
  private final Map<SeatToken.Hash, Member.Id> tokens = new HashMap<>();
  private final Map<Member.Id, Member> members = new HashMap<>();
  private final Set<Member.Id> hosts = new HashSet<>(2);
  private final Set<Member.Id> left = new HashSet<>(0);
  private final Map<String, RoomDirectory.Waiting> waiting = new HashMap<>(0);
  private final RecentEvents recent;
  private long head;
  private long lastAt;

  RoomState(RoomDirectory.Contents contents, NamePolicy names, KeptEvents.Share kept) {
    this.names = names;
    recent = new RecentEvents(kept);
    room = contents.room();
    contents.seats().forEach(this::add);
    recent.addAll(contents.recent(), contents.recentAsTheyAre());
    contents.waiting().forEach(this::add);
    head = contents.head();
    lastAt = contents.recent().isEmpty() ? 0 : contents.recent().getLast().at();
  }

  StoredRoom room() {
    return room;
  }

  long head() {
    return head;
  }

  RecentEvents recent() {
    return recent;
  }

  int seatCount() {
    return members.size();
  }

  Optional<Member> member(Member.Id id) {
    return Optional.ofNullable(members.get(id));
  }

  Optional<Member> member(SeatToken token) {
    return Optional.ofNullable(tokens.get(token.hash())).flatMap(this::member);
  }

  /** Whether the member has left and not come back. */
  boolean hasLeft(Member.Id member) {
    return left.contains(member);
  }

  void left(Member.Id member) {
    left.add(member);
  }

  /** The member is in the room; whether it had left before. */
  boolean isBack(Member.Id member) {
    return left.remove(member);
  }

  void add(Seat seat) {
    tokens.put(seat.tokenHash(), seat.member().id());
    members.put(seat.member().id(), seat.member());
    if (seat.member().role() == Member.Role.HOST) {
      hosts.add(seat.member().id());
    }
    if (seat.hasLeft()) {
      left.add(seat.member().id());
    }
  }

  /** A file has been uploaded. */
  void add(RoomDirectory.Waiting file) {
    waiting.put(file.attachment().id(), file);
  }

  /** These files, if this member has uploaded all of them and sent none yet; else empty. */
  Optional<List<Attachment>> waiting(Member.Id member, List<Attachment.Reference> files) {
    Map<String, Attachment> found = new LinkedHashMap<>();
    for (Attachment.Reference file : files) {
      RoomDirectory.Waiting there = waiting.get(file.id());
      if (there != null && there.member().equals(member)) {
        found.put(file.id(), there.attachment().with(file.description()));
      }
    }
    return found.size() == files.size()
        ? Optional.of(List.copyOf(found.values()))
        : Optional.empty();
  }

  /** Whether a host has a name of these keys, in the room or not. */
  boolean isHost(Set<String> nameKeys) {
    return hosts.stream()
        .flatMap(id -> member(id).stream())
        .anyMatch(host -> !Collections.disjoint(names.keys(host.name()), nameKeys));
  }

  /** Takes in an event that has been stored; it must be the next one. */
  void apply(RoomEvent event) {
    recent.add(event);
    head = event.sequence();
    lastAt = event.at();
    switch (event.content()) {
      case RoomEvent.MemberRenamed(Member.Id target, MemberName name) ->
          members.computeIfPresent(target, (_, member) -> member.withName(name));
      case RoomEvent.MessageSent sent ->
          sent.attachments().forEach(attachment -> waiting.remove(attachment.id()));
      case RoomEvent.MessagesDeleted(Member.Id target) ->
          waiting.values().removeIf(file -> file.member().equals(target));
      case RoomEvent.RoomUpdated(WhoMay whoMayExport) -> room = room.with(whoMayExport);
      case RoomEvent.Change _,
          RoomEvent.MessageNow _,
          RoomEvent.MessageGone _,
          RoomEvent.Unknown _ -> {}
    }
  }

  /** Server time for the next event: never before that of the last. */
  long timeOfNext(long now) {
    lastAt = Math.max(lastAt, now);
    return lastAt;
  }
}
