package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What all rooms together keep in memory. */
final class KeptEventsTest extends RoomsFixture {
  private static final long MAX_BYTES = 128 * 1024;

  /** Of the last event of the room that keeps something again first. */
  private static final long ONE_MESSAGE = 5 * 1024;

  @Test
  void keepsNoMoreOfAllRoomsThanItMayAndReadsTheRestFromTheStore() {
    rooms = rooms(OPTIONS.withKeptBytes(MAX_BYTES));
    List<Entrance> hosts = new ArrayList<>();
    for (int room = 0; room < 10; room++) {
      Tab tab = new Tab();
      Entrance host = create("Ana", tab);
      hosts.add(host);
      for (int i = 0; i < 10; i++) {
        post(host, tab, "c" + i, "x".repeat(4_000));
      }
      while (commit() > 0) {
        // until all is stored
      }
      assertThat(rooms.keptBytes()).isLessThan(MAX_BYTES + ONE_MESSAGE);
    }

    for (Entrance host : hosts) {
      assertThat(join(host.room().code(), "Bo", new Tab()).head()).isEqualTo(10);
    }
    assertThat(rooms.keptBytes()).isPositive().isLessThan(MAX_BYTES + ONE_MESSAGE);
  }

  @Test
  void countsARoomThatIsGoneNoMore() {
    Tab tab = new Tab();
    Entrance ana = talk(tab, 10);
    assertThat(rooms.keptBytes()).isPositive();

    CompletableFuture<Boolean> closed = rooms.close(attendance(ana, tab));
    commit();
    assertThat(done(closed)).isTrue();

    assertThat(rooms.keptBytes()).isZero();
  }
}
