/**
 * Sockets, TLS, HTTP and WebSocket frames: the only package that knows Vert.x and Netty.
 *
 * <p>Does not know Socket.IO, rooms or JSON; what arrives goes to {@code chat.snug.engineio}.
 */
@NullMarked
package chat.snug.net;

import org.jspecify.annotations.NullMarked;
