/**
 * Engine.IO 4: sessions, heartbeat, upgrade and the send queue. Pure: no input or output and no
 * threads of its own.
 *
 * <p>Does not know how bytes travel (that is behind {@link chat.snug.engineio.Transport}) nor what
 * messages mean (that is behind {@link chat.snug.engineio.SessionListener}).
 */
@NullMarked
package chat.snug.engineio;

import org.jspecify.annotations.NullMarked;
