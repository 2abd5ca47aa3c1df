/** What several tests share: an event loop with its own time, and a client of the wire. */
@NullMarked
package chat.snug.testing;

import org.jspecify.annotations.NullMarked;
