package chat.snug.store;

import chat.snug.metric.Metrics;
import chat.snug.room.ChangeRules;
import chat.snug.room.CommandId;
import chat.snug.room.EventId;
import chat.snug.room.EventLog;
import chat.snug.room.Lifetime;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.RoomCode;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Seat;
import chat.snug.room.SeatToken;
import chat.snug.room.StoredRoom;
import chat.snug.room.WhoMay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How many messages SQLite takes in a second, each on disk before it is answered, when 10,240 of
 * them wait; and whether that stays so as the history grows.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // the store is opened before anything is measured
public class AppendBenchmark {
  private static final int ROUND = 10_240;
  private static final Member ANA =
      new Member(new Member.Id("ana"), MemberName.of("Ana"), Member.Role.HOST);
  private static final String TEXT = "A message of some length, as people write. ".repeat(2);

  /** How many rooms the messages are spread over: few large batches, or many small ones. */
  @Param({"80", "1024"})
  public int rooms;

  /** What is stored before anything is measured. */
  @Param({"0", "1000000"})
  public int history;

  private final Random random = new Random(1);
  private final Metrics metrics = new Metrics();
  private final List<RoomId> ids = new ArrayList<>();
  private long[] heads = new long[0];
  private Path folder = Path.of("unused");
  private Store store;

  /** Opens the store, makes the rooms and fills them. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    folder = Files.createTempDirectory("snug-append");
    store =
        Store.open(
            StoreOptions.in(folder),
            metrics,
            Clock.systemUTC(),
            fatal -> {
              throw new IllegalStateException(fatal);
            });
    heads = new long[rooms];
    for (int i = 0; i < rooms; i++) {
      RoomId id = new RoomId(String.format(Locale.ROOT, "%022d", i));
      ids.add(id);
      StoredRoom room =
          new StoredRoom(
              id,
              RoomCode.parse(code(i)).orElseThrow(),
              "epoch",
              "",
              Lifetime.KEPT,
              Instant.now(),
              WhoMay.EVERYONE);
      SeatToken.Hash seat = new SeatToken(String.format(Locale.ROOT, "%043d", i)).hash();
      store.directory().create(room, new Seat(seat, ANA), Optional.empty()).join();
    }
    for (int stored = 0; stored < history; stored += ROUND) {
      append();
    }
  }

  /** Removes what was written. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    store.close();
    metrics.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** One message. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public void append() {
    List<CompletableFuture<?>> answers = new ArrayList<>(rooms);
    int each = ROUND / rooms;
    for (int room = 0; room < rooms; room++) {
      answers.add(append(room, each));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
  }

  private CompletableFuture<List<EventLog.Outcome>> append(int room, int count) {
    List<RoomEvent> drafts = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      long at = System.currentTimeMillis();
      drafts.add(
          new RoomEvent(
              0,
              EventId.draw(at, random),
              at,
              ANA.id(),
              ANA.name(),
              Optional.of(new CommandId("c" + (heads[room] + i))),
              Optional.empty(),
              new RoomEvent.MessageSent(new MessageText(TEXT), Optional.empty(), List.of())));
    }
    CompletableFuture<List<EventLog.Outcome>> answer = new CompletableFuture<>();
    store
        .eventLog()
        .append(
            new EventLog.Append(
                ids.get(room),
                heads[room],
                drafts,
                new ChangeRules(Duration.ofDays(1), Set.of()),
                Runnable::run,
                answer::complete,
                answer::completeExceptionally));
    heads[room] += count;
    return answer;
  }

  private static String code(int number) {
    StringBuilder code = new StringBuilder();
    for (int i = 0, rest = number; i < 4; i++, rest /= RoomCode.ALPHABET.length()) {
      code.append(RoomCode.ALPHABET.charAt(rest % RoomCode.ALPHABET.length()));
    }
    return code.toString();
  }
}
