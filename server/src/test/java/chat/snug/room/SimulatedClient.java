package chat.snug.room;

import chat.snug.fault.Evidence;
import chat.snug.fault.Evidence.Outcome;
import chat.snug.fault.Evidence.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who sends in order, and the same again until it is answered; changes what it has seen;
 * takes other names, leaves and comes back.
 */
final class SimulatedClient {
  private static final int IN_FLIGHT = 8;
  private static final List<Emoji> EMOJI = List.of(new Emoji("👍"), new Emoji("🎉"));

  /** What is asked until it is answered. */
  private record Command(CommandId id, RoomEvent.Content content, Optional<Posting> posting) {}

  private final SimulatedWorld world;
  private final String name;
  private final SeatToken token;
  private final boolean isHost;
  private final ArrayDeque<Command> outbox = new ArrayDeque<>();
  private final Map<CommandId, Long> invokedAt = new HashMap<>();

  /** Messages that were seen, and which of them are own ones. */
  private final List<EventId> seen = new ArrayList<>();

  private final List<EventId> own = new ArrayList<>();
  private final Set<Visitor> left = new HashSet<>();
  private Evidence.@Nullable View view;
  private Visitor visitor = new Visitor() {};
  private String member = "";
  private boolean inside;
  private boolean entering;
  private boolean leaving;
  private boolean hasLeft;
  private String epoch = "";
  private Optional<EventId> tail = Optional.empty();
  private long place;
  private int posted;
  private int changed;

  SimulatedClient(SimulatedWorld world, String name, SeatToken token, boolean isHost) {
    this.world = world;
    this.name = name;
    this.token = token;
    this.isHost = isHost;
    connect();
  }

  Visitor visitor() {
    return visitor;
  }

  boolean isAt(Visitor other) {
    return visitor == other;
  }

  boolean isLevel(long head) {
    return inside && outbox.isEmpty() && place == head;
  }

  Attendance attendance() {
    return new Attendance(world.room, new Member.Id(member), visitor);
  }

  Joining joining(Optional<Resume> resume) {
    return new Joining(
        Optional.of(world.room),
        Optional.of(world.code),
        Optional.of(MemberName.of(name)),
        Optional.of(token),
        resume,
        Joining.Welcome.OPEN);
  }

  void connect() {
    if (inside || entering) {
      return;
    }
    entering = true;
    hasLeft = false;
    Visitor now = new Visitor() {};
    visitor = now;
    CompletableFuture<Entrance> answer = new CompletableFuture<>();
    answer.whenComplete((entrance, _) -> {
      if (visitor == now) {
        entering = false;
        if (entrance != null) {
          entered(entrance);
        }
      }
    });
    Optional<Resume> resume =
        epoch.isEmpty() ? Optional.empty() : Optional.of(new Resume(epoch, place, tail));
    world.rooms.join(joining(resume), now, answer);
  }

  private void entered(Entrance entrance) {
    member = entrance.self().id().value();
    if (view == null) {
      view = world.evidence.view(world.room.value(), name, member);
    }
    view.add(new Step.Entered());
    epoch = entrance.room().epoch();
    inside = true;
    List<RoomEvent> snapshot = List.of();
    if (entrance.mode() != Entrance.Mode.RESUME) {
      snapshot = entrance.events();
      place = snapshot.isEmpty() ? entrance.head() : snapshot.getFirst().sequence() - 1;
      view.add(new Step.Jumped(place));
      world.log().subList(0, (int) place).forEach(this::filled);
    }
    world.evidence.read(
        Facts.reading(name, world.room, entrance.head(), snapshot, entrance.pinned()));
    told(visitor, entrance.events());
  }

  private void filled(RoomEvent event) {
    if (view != null) {
      view.add(new Step.Filled(Facts.fact(event)));
    }
  }

  /** Nothing may arrive where it has left, and is recorded if it does. */
  void told(Visitor where, List<RoomEvent> events) {
    if (view == null || !(left.contains(where) || (inside && visitor == where))) {
      return;
    }
    for (RoomEvent event : events) {
      view.add(new Step.Shown(Facts.fact(event)));
      place = event.sequence();
      tail = Optional.of(event.id());
      if (Facts.change(event.content()).kind() == Evidence.Change.Kind.MESSAGE) {
        seen.add(event.id());
        if (event.member().value().equals(member)) {
          own.add(event.id());
        }
      }
    }
  }

  void cut() {
    if (inside) {
      world.rooms.disconnect(attendance());
    }
    world.link.gone(visitor);
    lost();
  }

  /** The connection is gone; nothing of it arrives any more. */
  void lost() {
    inside = false;
    entering = false;
    leaving = false;
    visitor = new Visitor() {};
  }

  void post() {
    if (!mayAsk()) {
      return;
    }
    int number = ++posted;
    MessageText text = new MessageText(name + " " + number);
    Posting posting =
        new Posting(
            new CommandId("c" + number),
            text,
            Optional.empty(),
            List.of(),
            Optional.of(new OutboxPosition("box", number)));
    ask(
        new Command(
            posting.commandId(),
            new RoomEvent.MessageSent(text, Optional.empty(), List.of()),
            Optional.of(posting)));
  }

  /** Does something to a message, allowed or not. */
  void change() {
    if (mayAsk() && !seen.isEmpty()) {
      ask(new Command(new CommandId("x" + ++changed), drawn(), Optional.empty()));
    }
  }

  private RoomEvent.Content drawn() {
    EventId any = seen.get(world.random.nextInt(seen.size()));
    EventId mine = own.isEmpty() ? any : own.get(world.random.nextInt(own.size()));
    Emoji emoji = EMOJI.get(world.random.nextInt(EMOJI.size()));
    return switch (world.random.nextInt(isHost ? 16 : 12)) {
      case 0, 1 -> edit(mine);
      case 2 -> edit(any);
      case 3, 4, 5 -> new RoomEvent.Reacted(any, emoji, true);
      case 6, 7 -> new RoomEvent.Reacted(any, emoji, false);
      case 8 -> new RoomEvent.MessageDeleted(mine);
      case 9 -> new RoomEvent.MessageDeleted(any);
      case 10 -> new RoomEvent.MessagePinned(any, true);
      case 11 ->
          world.random.nextInt(4) == 0
              ? new RoomEvent.MessagesDeleted(new Member.Id(member))
              : new RoomEvent.RoomUpdated(WhoMay.HOSTS);
      case 12 -> new RoomEvent.RoomUpdated(WhoMay.EVERYONE);
      case 13 -> new RoomEvent.MessagePinned(any, false);
      default -> new RoomEvent.MessagePinned(any, true);
    };
  }

  private RoomEvent.Content edit(EventId message) {
    return new RoomEvent.MessageEdited(
        message, Optional.of(new MessageText(name + " edits " + changed)));
  }

  /** Not asked again: a name has no id, and the last one counts. */
  void rename() {
    if (!inside || leaving) {
      return;
    }
    Visitor now = visitor;
    MemberName other = MemberName.of(name + " " + world.random.nextInt(1000));
    long invoked = ++world.time;
    world
        .rooms
        .rename(attendance(), other)
        .whenComplete((answer, _) -> {
          if (answer != null && visitor == now) {
            RoomEvent.Content content = new RoomEvent.MemberRenamed(new Member.Id(member), other);
            attempted("", content, invoked, Outcome.OK, Optional.of(answer.event()));
          }
        });
  }

  /** Goes when nothing is under way. */
  void leave() {
    if (!inside || leaving || !outbox.isEmpty()) {
      return;
    }
    leaving = true;
    Visitor now = visitor;
    world
        .rooms
        .leave(attendance())
        .whenComplete((answer, _) -> {
          if (visitor == now) {
            if (answer != null && view != null) {
              view.add(new Step.Left());
              left.add(now);
              hasLeft = true;
            }
            lost();
          }
        });
  }

  /** What an acked leave promises: the seat is good for nothing, whatever has crashed since. */
  void tryTheSeat() {
    if (!hasLeft) {
      return;
    }
    world
        .rooms
        .identify(world.room, token)
        .whenComplete((found, _) -> {
          if (found != null && hasLeft) {
            world.broken.add(name + " has left, and its seat is good still");
          }
        });
  }

  void sendAgain() {
    if (inside && !leaving) {
      List.copyOf(outbox).forEach(this::send);
    }
  }

  private boolean mayAsk() {
    return inside && !leaving && outbox.size() < IN_FLIGHT;
  }

  private void ask(Command command) {
    outbox.add(command);
    send(command);
  }

  private void send(Command command) {
    long invoked = invokedAt.computeIfAbsent(command.id(), _ -> ++world.time);
    Visitor now = visitor;
    CompletableFuture<Posted> answer =
        command.posting().isPresent()
            ? world.rooms.post(attendance(), command.posting().get())
            : world.rooms.change(attendance(), command.id(), command.content());
    answer.whenComplete((posted, failure) -> {
      if (visitor == now) {
        answered(command, invoked, posted, failure);
      }
    });
  }

  /** What is refused for good is not in the log, whatever was tried before. */
  private void answered(
      Command command, long invoked, @Nullable Posted posted, @Nullable Throwable failure) {
    if (posted != null) {
      outbox.remove(command);
      attempted(
          command.id().value(),
          command.content(),
          invoked,
          Outcome.OK,
          Optional.of(posted.event()));
    } else if (failure != null && !RefusedException.of(failure).refusal().isRetryable()) {
      outbox.remove(command);
      attempted(command.id().value(), command.content(), invoked, Outcome.FAILED, Optional.empty());
    }
  }

  private void attempted(
      String command,
      RoomEvent.Content content,
      long invoked,
      Outcome outcome,
      Optional<RoomEvent> event) {
    world.evidence.attempted(
        new Evidence.Attempt(
            world.room.value(),
            member,
            command,
            Facts.hash(content),
            invoked,
            ++world.time,
            outcome,
            event.map(RoomEvent::sequence).orElse(0L),
            event.map(RoomEvent::id).map(EventId::value).orElse("")));
  }
}
