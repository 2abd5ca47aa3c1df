package chat.snug.socketio;

import chat.snug.engineio.Feed;

/** Where packets come from that can be read again. Called on the socket's event loop. */
public interface PacketFeed extends Feed {}
