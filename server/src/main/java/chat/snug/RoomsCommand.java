package chat.snug;

import chat.snug.config.Config;
import chat.snug.metric.Metrics;
import chat.snug.room.RoomCode;
import chat.snug.room.RoomDirectory;
import chat.snug.room.RoomId;
import chat.snug.room.StoredRoom;
import chat.snug.store.Store;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code snug rooms list} and {@code snug rooms remove CODE}: what is stored, for who runs the
 * server, while it does not run. Stateless.
 */
final class RoomsCommand {
  static final String USAGE = "snug rooms list|remove CODE [flags]";

  private RoomsCommand() {}

  /**
   * Does what is asked for.
   *
   * @param words what stands before the flags: {@code list}, or {@code remove} and a code
   * @return whether it was done
   * @throws chat.snug.store.StoreException if the store cannot be opened, as when a server runs
   */
  static boolean run(List<String> words, Config config, PrintStream out) {
    Optional<RoomCode> code =
        words.size() == 2 && words.getFirst().equals("remove")
            ? RoomCode.parse(words.get(1))
            : Optional.empty();
    boolean list = words.equals(List.of("list"));
    if (!list && code.isEmpty()) {
      out.println(USAGE);
      return false;
    }
    try (Metrics metrics = new Metrics();
        Store store = Store.open(config.store(), metrics, Clock.systemUTC(), _ -> {})) {
      RoomDirectory rooms = store.directory();
      if (list) {
        list(rooms, out);
        return true;
      }
      return remove(rooms, code.orElseThrow(), config, out);
    }
  }

  private static void list(RoomDirectory rooms, PrintStream out) {
    List<StoredRoom> all =
        rooms.all().join().stream().sorted(Comparator.comparing(StoredRoom::createdAt)).toList();
    for (StoredRoom room : all) {
      RoomDirectory.Contents contents = rooms.load(room.id(), 0, 1).join().orElseThrow();
      out.printf(
          "%-6s %-5s %s %9s events %6s seats  %s%n",
          room.code().value(),
          room.lifetime().word(),
          room.createdAt(),
          contents.head(),
          contents.seats().size(),
          room.title());
    }
    out.printf("%s rooms%n", all.size());
  }

  /** As if its host had closed it; files go when the server runs again. */
  private static boolean remove(
      RoomDirectory rooms, RoomCode code, Config config, PrintStream out) {
    Optional<RoomId> room = rooms.find(code).join();
    if (room.isEmpty()) {
      out.printf("%s: there is no such room%n", code.value());
      return false;
    }
    rooms.delete(room.get(), Clock.systemUTC().instant().plus(config.room().quarantine())).join();
    out.printf("%s: removed%n", code.value());
    return true;
  }
}
