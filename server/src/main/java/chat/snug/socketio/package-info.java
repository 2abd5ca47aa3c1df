/**
 * Socket.IO 5: packets, sockets, events and acks, over Engine.IO sessions.
 *
 * <p>Does not know rooms: a room exists once, in {@code chat.snug.room}.
 */
@NullMarked
package chat.snug.socketio;

import org.jspecify.annotations.NullMarked;
