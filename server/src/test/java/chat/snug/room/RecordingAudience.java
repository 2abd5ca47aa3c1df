package chat.snug.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what is told, to everybody and to each. */
final class RecordingAudience implements RoomAudience {
  final List<Visitor> visitors = new ArrayList<>();
  final List<RoomEvent> events = new ArrayList<>();
  final List<Notice> notices = new ArrayList<>();
  final List<Visitor> removed = new ArrayList<>();
  int restarts;

  /** What fails, by the name of the method, and with what. */
  private final Map<String, Throwable> planted = new HashMap<>();

  final List<Fed> fed = new ArrayList<>();
  private final Map<Visitor, List<Long>> sequences = new HashMap<>();

  /** What one who lagged was told. */
  record Fed(Visitor visitor, long after, List<RoomEvent> events, boolean isLevel) {}

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (RoomEvent event : events) {
      if (event.content() instanceof RoomEvent.MessageSent(MessageText text, _, _)) {
        texts.add(text.value());
      }
    }
    return texts;
  }

  List<Long> sequencesFor(Visitor visitor) {
    return sequences.getOrDefault(visitor, List.of());
  }

  @Override
  public void enter(Visitor visitor, long head) {
    fail("enter");
    visitors.add(visitor);
  }

  @Override
  public void leave(Visitor visitor) {
    fail("leave");
    visitors.remove(visitor);
  }

  @Override
  public void tellEvents(List<RoomEvent> told) {
    fail("tellEvents");
    events.addAll(told);
    for (Visitor visitor : visitors) {
      List<Long> seen = sequences.computeIfAbsent(visitor, _ -> new ArrayList<>());
      told.forEach(event -> seen.add(event.sequence()));
    }
  }

  @Override
  public void tellNotices(List<Notice> told) {
    fail("tellNotices");
    notices.addAll(told);
  }

  @Override
  public void tell(Visitor visitor, Notice notice) {
    fail("tell");
    if (notice instanceof Notice.Removed) {
      removed.add(visitor);
    }
  }

  @Override
  public void feed(
      Visitor visitor, long after, List<RoomEvent> told, Optional<Notice.Members> members) {
    fail("feed");
    fed.add(new Fed(visitor, after, told, members.isPresent()));
  }

  @Override
  public void restart(Collection<Visitor> those, long head) {
    fail("restart");
    visitors.clear();
    visitors.addAll(those);
    restarts++;
  }

  @Override
  public void close(Notice last) {
    fail("close");
    notices.add(last);
    visitors.clear();
  }

  /** The method fails from now on, until {@link #mend}. */
  void plant(String method, Throwable fault) {
    planted.put(method, fault);
  }

  void mend() {
    planted.clear();
  }

  private void fail(String method) {
    switch (planted.get(method)) {
      case RuntimeException fault -> throw fault;
      case Error fault -> throw fault;
      case null, default -> {}
    }
  }
}
