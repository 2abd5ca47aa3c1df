package chat.snug.gateway;

import chat.snug.room.CommandId;
import chat.snug.room.EventId;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.socketio.EncodedPacket;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to write an event down, once for all who receive it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventEncoderBenchmark {
  private static final RoomId ROOM = new RoomId("AAAAAAAAAAAAAAAAAAAAAA");

  private final RoomEvent event =
      new RoomEvent(
          1234,
          EventId.draw(1_800_000_000_000L, new Random(1)),
          1_800_000_000_000L,
          new Member.Id("anaanaana"),
          MemberName.of("Ana"),
          Optional.of(new CommandId("c-1234")),
          Optional.empty(),
          new RoomEvent.MessageSent(
              new MessageText("A message of some length, as people write. ".repeat(2)),
              Optional.empty(),
              List.of()));

  private final List<EncodedPacket> twenty =
      IntStream.range(0, 20).mapToObj(_ -> EventEncoder.event(ROOM, event)).toList();

  /** One message as a frame. */
  @Benchmark
  public EncodedPacket encodeMessage() {
    return EventEncoder.event(ROOM, event);
  }

  /** Twenty frames as one piece. */
  @Benchmark
  public EncodedPacket joinTwenty() {
    return EncodedPacket.join(twenty);
  }
}
