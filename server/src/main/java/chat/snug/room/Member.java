package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;

/** A person in a room: one, however many tabs they have. Immutable: a change makes a new one. */
public record Member(Id id, MemberName name, Role role) {

  /** A member for good, within a room: 12 characters of base64url. */
  public record Id(String value) {
    private static final int BYTES = 9;

    /** Checks length and letters. */
    public Id {
      if (!RandomText.isBase64Url(value, 1, 64)) {
        throw new IllegalArgumentException("member id: not base64url");
      }
    }

    static Id draw(RandomGenerator random) {
      return new Id(RandomText.draw(random, BYTES));
    }

    @Override
    public String toString() {
      return value;
    }
  }

  /** What a member may do. */
  public enum Role {
    /** Made the room, and may do everything. */
    HOST,
    /** May keep order. */
    MODERATOR,
    /** May talk. */
    MEMBER
  }

  /** Whether a member in the room has a connection. */
  public enum State {
    /** At least one. */
    ONLINE,
    /** None, for so short a time that it may well come back. */
    RECONNECTING
  }

  /** Checks that all is given. */
  public Member {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(role, "role");
  }

  Member withName(MemberName other) {
    return new Member(id, other, role);
  }
}
