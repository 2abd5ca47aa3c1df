package chat.snug.room;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What members learn of who is in the room. Up to {@link #MAX_LISTED}, everybody is listed and told
 * of each who comes and goes. In a larger room that would cost the square of their number: there
 * some are listed, and how many they are is told, at most once in {@link #COUNT_INTERVAL}. Confined
 * to the room's event loop.
 */
final class Roster {
  static final int MAX_LISTED = 200;

  /** A room that has been larger lists everybody again from here on; not with each who goes. */
  static final int LISTED_AGAIN = 150;

  /** How many are listed in a larger room, besides hosts and moderators. */
  static final int SAMPLE = 50;

  static final Duration COUNT_INTERVAL = Duration.ofSeconds(1);

  private final Presences presences;
  private final RoomAudience audience;
  private final RoomContext context;
  private final Consumer<Notice> notices;
  private long version;
  private boolean large;
  private boolean countIsDue;

  /** A roster whose notices go to {@code notices}, but for the count, which comes by itself. */
  Roster(
      Presences presences, RoomAudience audience, RoomContext context, Consumer<Notice> notices) {
    this.presences = presences;
    this.audience = audience;
    this.context = context;
    this.notices = notices;
  }

  /** The roster goes on where another left off: what it has told is old from now on. */
  void goOnFrom(Roster before) {
    version = before.version;
    large = presences.size() > MAX_LISTED;
  }

  /** A member has come, gone or changed, as the notice says. */
  void changed(Notice notice) {
    if (presences.size() > (large ? LISTED_AGAIN : MAX_LISTED)) {
      large = true;
      tellCountLater();
    } else if (large) {
      large = false;
      notices.accept(members());
    } else {
      notices.accept(notice);
    }
  }

  /** A list that replaces what was told before. */
  Notice.Members members() {
    return new Notice.Members(++version, presences.size(), listed());
  }

  /** Those to be listed: all, or some of many. */
  List<Entrance.Present> listed() {
    return large ? presences.sample(SAMPLE) : presences.list();
  }

  private void tellCountLater() {
    if (!countIsDue) {
      countIsDue = true;
      context.loop().schedule(this::tellCount, COUNT_INTERVAL);
    }
  }

  private void tellCount() {
    countIsDue = false;
    if (large) {
      audience.tellNotices(List.of(new Notice.MemberCount(presences.size())));
    }
  }
}
