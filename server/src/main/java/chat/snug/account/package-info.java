/**
 * Who is who: which names look like others.
 *
 * <p>Knows the rooms' ports and ICU; does not know rooms, sockets or the wire.
 */
@NullMarked
package chat.snug.account;

import org.jspecify.annotations.NullMarked;
