package chat.snug.room;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a room knows by heart: its seats, its last events and where its log ends. Holds what is
 * committed, nothing else. Confined to the room's event loop.
 */
final class RoomState {
  private final StoredRoom room;
  private final NamePolicy names;
  private final Map<SeatToken.Hash, Member.Id> tokens = new HashMap<>();
  private final Map<Member.Id, Member> members = new HashMap<>();
  private final Set<Member.Id> hosts = new HashSet<>(2);
  private final RecentEvents recent = new RecentEvents();
  private long head;
  private long lastAt;

  RoomState(RoomDirectory.Contents contents, NamePolicy names) {
    this.names = names;
    room = contents.room();
    contents.seats().forEach(this::add);
    contents.recent().forEach(recent::add);
    head = contents.head();
    lastAt = recent.find(head).map(RoomEvent::at).orElse(0L);
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

  void add(Seat seat) {
    tokens.put(seat.tokenHash(), seat.member().id());
    members.put(seat.member().id(), seat.member());
    if (seat.member().role() == Member.Role.HOST) {
      hosts.add(seat.member().id());
    }
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
    if (event.content() instanceof RoomEvent.MemberRenamed(Member.Id target, MemberName name)) {
      members.computeIfPresent(target, (_, member) -> member.withName(name));
    }
  }

  /** Server time for the next event: never before that of the last. */
  long timeOfNext(long now) {
    lastAt = Math.max(lastAt, now);
    return lastAt;
  }
}
