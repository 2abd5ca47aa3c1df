/**
 * Rooms, members and their event log: the rules.
 *
 * <p>Knows no JSON, no SQL, no sockets and no logger; only the JDK.
 */
@NullMarked
package chat.snug.room;

import org.jspecify.annotations.NullMarked;
