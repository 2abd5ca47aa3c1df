package chat.snug.socketio;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to read one command. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SocketCodecBenchmark {
  private static final String MESSAGE =
      "217[\"message:send\",{\"room\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"cid\":\"c-1234\",\"text\":\""
          + "A message of some length, as people write. ".repeat(2)
          + "\"}]";

  private final SocketCodec codec = new SocketCodec(SocketOptions.defaults());

  /** Header and payload of a message. */
  @Benchmark
  public SocketPacket decodeMessage() throws MalformedSocketPacketException {
    return codec.packet(codec.decode(MESSAGE));
  }
}
