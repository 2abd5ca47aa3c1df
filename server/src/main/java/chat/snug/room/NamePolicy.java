package chat.snug.room;

import java.util.Set;

/**
 * Which names may stand beside which. A name that looks like another one counts as the same, so
 * that nobody can pass for somebody else. Thread-safe.
 */
public interface NamePolicy {
  /** Names look alike if they have one of these in common. Never empty; always the same. */
  Set<String> keys(MemberName name);

  /** Whether a name looks like one that nobody may have, such as that of the system. */
  boolean isReserved(MemberName name);
}
