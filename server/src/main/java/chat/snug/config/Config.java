package chat.snug.config;

import static java.util.Objects.requireNonNull;

import chat.snug.engineio.EngineOptions;
import chat.snug.file.FileOptions;
import chat.snug.limit.AddressRanges;
import chat.snug.limit.Limits;
import chat.snug.net.NetOptions;
import chat.snug.room.RoomOptions;
import chat.snug.socketio.SocketOptions;
import chat.snug.store.StoreOptions;

/**
 * Everything the server can be told, checked. Immutable.
 *
 * @param metricsReaders addresses that may read the figures
 */
public record Config(
    NetOptions net,
    EngineOptions engine,
    SocketOptions socket,
    RoomOptions room,
    StoreOptions store,
    FileOptions files,
    Limits limits,
    DrainOptions drain,
    AddressRanges metricsReaders) {
  /** Checks that all is given. */
  public Config {
    requireNonNull(net, "net");
    requireNonNull(engine, "engine");
    requireNonNull(socket, "socket");
    requireNonNull(room, "room");
    requireNonNull(store, "store");
    requireNonNull(files, "files");
    requireNonNull(limits, "limits");
    requireNonNull(drain, "drain");
    requireNonNull(metricsReaders, "metricsReaders");
  }
}
