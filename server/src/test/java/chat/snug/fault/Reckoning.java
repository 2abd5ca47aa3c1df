package chat.snug.fault;

import chat.snug.fault.Evidence.Change;
import chat.snug.fault.Evidence.Now;
import chat.snug.fault.Evidence.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the changes of a log make of its messages, reckoned from the log alone: the checker's own
 * opinion, with no code of the product in it.
 */
final class Reckoning {
  private static final class Message {
    final long sequence;
    final String id;
    final String member;
    final List<Long> edits = new ArrayList<>();
    final Map<String, Set<String>> reactions = new LinkedHashMap<>();
    long text;

    Message(long sequence, String id, String member, long text) {
      this.sequence = sequence;
      this.id = id;
      this.member = member;
      this.text = text;
    }
  }

  private final Map<String, Message> messages = new HashMap<>();
  private final Map<Long, Set<Long>> texts = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private final Set<Long> deleted = new HashSet<>();
  private final Set<String> pinned = new LinkedHashSet<>();

  /** Of a log up to this event. */
  Reckoning(List<Stored> log, long head) {
    for (Stored stored : log) {
      if (stored.fact().sequence() <= head) {
        add(stored);
      }
    }
  }

  /** Whether the words of a message or an edit must be nowhere any more. */
  boolean isDeleted(long sequence) {
    return deleted.contains(sequence);
  }

  /** Whether a message has had another text than that it was sent with. */
  boolean wasEdited(long sequence) {
    return texts.containsKey(sequence);
  }

  /** Whether an edit gave a message this text. */
  boolean wasEditedTo(long sequence, long text) {
    return texts.getOrDefault(sequence, Set.of()).contains(text);
  }

  /** A message as everybody must see it; its text is {@link Evidence#GONE} if it is deleted. */
  @Nullable Now now(String id) {
    Message message = messages.get(id);
    if (message == null) {
      return null;
    }
    if (gone.contains(id)) {
      return new Now(id, Evidence.GONE, false, "");
    }
    String reactions =
        message.reactions.entrySet().stream()
            .map(reaction -> reaction.getKey() + String.join(",", reaction.getValue()))
            .collect(Collectors.joining(";"));
    return new Now(id, message.text, !message.edits.isEmpty(), reactions);
  }

  /** Whether a message is deleted. */
  boolean isGone(String id) {
    return gone.contains(id);
  }

  /** Ids of the pinned messages, the last that was pinned at the end. */
  List<String> pinned() {
    return List.copyOf(pinned);
  }

  private void add(Stored stored) {
    Change change = stored.change();
    String member = stored.fact().member();
    long sequence = stored.fact().sequence();
    if (change.kind() == Change.Kind.MESSAGE) {
      String id = stored.fact().id();
      messages.put(id, new Message(sequence, id, member, change.text()));
    } else if (change.kind() == Change.Kind.DELETE_ALL) {
      messages.values().stream()
          .filter(message -> message.member.equals(change.target()))
          .forEach(this::delete);
    }
    Message target = messages.get(change.target());
    if (target != null) {
      apply(change, target, member, sequence);
    }
  }

  private void apply(Change change, Message target, String member, long sequence) {
    switch (change.kind()) {
      case EDIT -> {
        target.edits.add(sequence);
        target.text = change.text();
        texts.computeIfAbsent(target.sequence, _ -> new HashSet<>()).add(change.text());
      }
      case DELETE -> delete(target);
      case REACT ->
          target.reactions.computeIfAbsent(change.emoji(), _ -> new LinkedHashSet<>()).add(member);
      case UNREACT ->
          target.reactions.computeIfPresent(
              change.emoji(),
              (_, members) -> members.remove(member) && members.isEmpty() ? null : members);
      case PIN -> {
        pinned.remove(target.id);
        pinned.add(target.id);
      }
      case UNPIN -> pinned.remove(target.id);
      case NONE, MESSAGE, DELETE_ALL -> {}
    }
  }

  private void delete(Message message) {
    gone.add(message.id);
    pinned.remove(message.id);
    deleted.add(message.sequence);
    deleted.addAll(message.edits);
  }
}
