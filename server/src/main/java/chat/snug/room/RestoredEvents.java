package chat.snug.room;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a file may bring into a room: what others said elsewhere. It speaks for nobody who has a
 * seat here, and not for the house. Stateless.
 */
final class RestoredEvents {
  private RestoredEvents() {}

  /**
   * Checks events that a host brings.
   *
   * @throws RefusedException {@code FORBIDDEN} if one speaks for, or is about, a member of the
   *     room, {@code NAME_RESERVED} for a name that is reserved
   */
  static void check(List<RoomEvent> events, Member host, RoomState state, NamePolicy names) {
    Set<MemberName> said = new HashSet<>();
    for (RoomEvent event : events) {
      boolean pinned = event.content() instanceof RoomEvent.MessagePinned;
      if (pinned && event.member().equals(host.id())) {
        continue;
      }
      requireElsewhere(event.member(), state);
      said.add(event.name());
      if (event.content() instanceof RoomEvent.MemberRenamed(Member.Id target, MemberName name)) {
        requireElsewhere(target, state);
        said.add(name);
      }
    }
    if (said.stream().anyMatch(names::isReserved)) {
      throw new RefusedException(Refusal.NAME_RESERVED);
    }
  }

  private static void requireElsewhere(Member.Id member, RoomState state) {
    if (state.member(member).isPresent()) {
      throw new RefusedException(
          Refusal.FORBIDDEN, "This file speaks for somebody who is a member of this room.");
    }
  }
}
