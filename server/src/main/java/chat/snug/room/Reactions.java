package chat.snug.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The emoji that stand at a message, in the order in which each came first, and who put them there.
 * Immutable: a change makes a new one.
 */
public record Reactions(List<Reaction> all) {
  /** Different emoji at one message at most. */
  public static final int MAX_EMOJI = 20;

  /** Reactions of one message at most, over all emoji. */
  public static final int MAX_TOTAL = 1_000;

  /** Bytes that the reactions of one message take on the wire at most. */
  public static final int MAX_WEIGHT = 128 * 1024;

  /** What each of them takes on the wire at least, in bytes. */
  public static final int LEAST_WEIGHT = 32;

  private static final Reactions NONE = new Reactions(List.of());

  /** One emoji, and the members who put it there, in their order. */
  public record Reaction(Emoji emoji, List<Reactor> members) {
    /** Copies the list. */
    public Reaction {
      members = List.copyOf(members);
    }
  }

  /** Who reacted, under the name of that time. */
  public record Reactor(Member.Id id, MemberName name) {}

  /** Copies the list. */
  public Reactions {
    all = List.copyOf(all);
  }

  /** No reaction. */
  public static Reactions none() {
    return NONE;
  }

  /** Emoji in their order, each with the members who put it there. */
  public static Reactions of(Map<Emoji, List<Reactor>> members) {
    return new Reactions(
        members.entrySet().stream()
            .map(reaction -> new Reaction(reaction.getKey(), reaction.getValue()))
            .toList());
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The same with this emoji of this member, or without it. What is so already stays so. */
  public Reactions with(Emoji emoji, Member.Id member, MemberName name, boolean on) {
    List<Reaction> changed = new ArrayList<>();
    boolean found = false;
    for (Reaction reaction : all) {
      if (reaction.emoji().equals(emoji)) {
        found = true;
        Reaction other = new Reaction(emoji, members(reaction, member, name, on));
        if (!other.members().isEmpty()) {
          changed.add(other);
        }
      } else {
        changed.add(reaction);
      }
    }
    if (on && !found) {
      changed.add(new Reaction(emoji, List.of(new Reactor(member, name))));
    }
    return new Reactions(changed);
  }

  /**
   * Checks the bounds of one message.
   *
   * @param emoji how many different ones there would be
   * @param total how many reactions, over all emoji
   * @param weight bytes that they take on the wire, at most
   * @throws RefusedException {@code TOO_LARGE} if there are more than there may be
   */
  public static void check(int emoji, int total, int weight) {
    if (emoji > MAX_EMOJI || total > MAX_TOTAL || weight > MAX_WEIGHT) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "This message has as many reactions as it may have.");
    }
  }

  /** Bytes that these take on the wire, at most. */
  int weight() {
    int weight = 0;
    for (Reaction reaction : all) {
      weight += LEAST_WEIGHT + Weight.of(reaction.emoji().value());
      for (Reactor member : reaction.members()) {
        weight += LEAST_WEIGHT + member.id().value().length() + Weight.of(member.name().value());
      }
    }
    return weight;
  }

  private static List<Reactor> members(
      Reaction reaction, Member.Id member, MemberName name, boolean on) {
    boolean already = reaction.members().stream().anyMatch(other -> other.id().equals(member));
    if (on) {
      return already
          ? reaction.members()
          : Stream.concat(reaction.members().stream(), Stream.of(new Reactor(member, name)))
              .toList();
    }
    return reaction.members().stream().filter(other -> !other.id().equals(member)).toList();
  }
}
