package chat.snug.room;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a room: members, and the connections of each. A member without a connection stays for a
 * while as reconnecting. Confined to the room's event loop.
 */
final class Presences {
  /** One member in the room. */
  static final class Presence {
    private Member member;
    private final Set<Visitor> visitors = new HashSet<>(2);
    private @Nullable ScheduledFuture<?> departure;
    private long read;

    Presence(Member member) {
      this.member = member;
    }

    Member member() {
      return member;
    }

    Member.State state() {
      return visitors.isEmpty() ? Member.State.RECONNECTING : Member.State.ONLINE;
    }

    /** Takes in what the member has seen; whether it is more than before. */
    boolean readUpTo(long sequence) {
      boolean more = sequence > read;
      read = Math.max(read, sequence);
      return more;
    }

    Entrance.Present present() {
      return new Entrance.Present(member, state(), read);
    }

    Set<Visitor> visitors() {
      return visitors;
    }

    void departAt(ScheduledFuture<?> later) {
      stay();
      departure = later;
    }

    void stay() {
      if (departure != null) {
        departure.cancel(false);
        departure = null;
      }
    }
  }

  /** A member in the room, as it is brought over to where nothing else is known of it. */
  record Stay(Member.Id member, Set<Visitor> visitors, long read) {
    /** Copies the set. */
    Stay {
      visitors = Set.copyOf(visitors);
    }

    /** The same without a connection. */
    Stay without(@Nullable Visitor visitor) {
      return new Stay(
          member,
          visitors.stream()
              .filter(other -> other != visitor)
              .collect(Collectors.toUnmodifiableSet()),
          read);
    }
  }

  private final LinkedHashMap<Member.Id, Presence> presences = new LinkedHashMap<>();

  /** Hosts and moderators. */
  private final Set<Presence> keepers = new LinkedHashSet<>(2);

  private final Map<Visitor, Member.Id> members = new HashMap<>();

  /** How many in the room go by names that look alike; more than one only when a seat came back. */
  private final Map<String, Integer> names = new HashMap<>();

  private final NamePolicy policy;

  Presences(NamePolicy policy) {
    this.policy = policy;
  }

  int size() {
    return presences.size();
  }

  boolean isEmpty() {
    return presences.isEmpty();
  }

  Optional<Presence> find(Member.Id member) {
    return Optional.ofNullable(presences.get(member));
  }

  /** The presence this attendance stands for, if the connection is still in the room. */
  Optional<Presence> find(Attendance attendance) {
    return find(attendance.member())
        .filter(presence -> presence.visitors.contains(attendance.visitor()));
  }

  /** The member that this connection is in the room as. */
  Optional<Member.Id> memberOf(Visitor visitor) {
    return Optional.ofNullable(members.get(visitor));
  }

  /** Everybody, with their connections. */
  List<Stay> stays() {
    return presences.values().stream()
        .map(presence -> new Stay(presence.member.id(), presence.visitors, presence.read))
        .toList();
  }

  /** Adds a member that was in the room before. */
  Presence add(Member member, Stay stay) {
    Presence presence = present(member);
    presence.read = stay.read();
    for (Visitor visitor : stay.visitors()) {
      presence.visitors.add(visitor);
      members.put(visitor, member.id());
    }
    return presence;
  }

  /** Adds the connection to the member's, and the member if it is not in the room. */
  Presence add(Member member, Visitor visitor) {
    Presence presence = present(member);
    presence.stay();
    presence.visitors.add(visitor);
    members.put(visitor, member.id());
    return presence;
  }

  private Presence present(Member member) {
    Presence presence = presences.get(member.id());
    if (presence == null) {
      presence = new Presence(member);
      presences.put(member.id(), presence);
      if (member.role() != Member.Role.MEMBER) {
        keepers.add(presence);
      }
      countName(member.name());
    }
    return presence;
  }

  /** Takes one connection away; the member stays. */
  void remove(Presence presence, Visitor visitor) {
    presence.visitors.remove(visitor);
    members.remove(visitor);
  }

  /** Takes the member and all its connections away. */
  void remove(Presence presence) {
    presence.stay();
    presence.visitors.forEach(members::remove);
    presences.remove(presence.member.id());
    keepers.remove(presence);
    freeName(presence.member.name());
  }

  void rename(Member member) {
    find(member.id())
        .ifPresent(presence -> {
          freeName(presence.member.name());
          presence.member = member;
          countName(member.name());
        });
  }

  /** Whether somebody in the room has a name that counts as the same. */
  boolean isTaken(MemberName name) {
    return policy.keys(name).stream().anyMatch(names::containsKey);
  }

  /** Everybody, in the order in which they came. */
  List<Entrance.Present> list() {
    return presences.values().stream().map(Presence::present).toList();
  }

  /** Hosts and moderators, then so many of the others: those who came last. */
  List<Entrance.Present> sample(int others) {
    return Stream.concat(
            keepers.stream(),
            presences.sequencedValues().reversed().stream()
                .filter(presence -> presence.member.role() == Member.Role.MEMBER)
                .limit(others))
        .map(Presence::present)
        .toList();
  }

  void clear() {
    presences.values().forEach(Presence::stay);
    presences.clear();
    keepers.clear();
    names.clear();
    members.clear();
  }

  private void countName(MemberName name) {
    policy.keys(name).forEach(key -> names.merge(key, 1, Integer::sum));
  }

  private void freeName(MemberName name) {
    for (String key : policy.keys(name)) {
      names.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
