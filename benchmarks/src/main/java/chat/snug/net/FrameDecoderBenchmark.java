package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What it costs to read one masked frame of 160 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameDecoderBenchmark {
  private static final byte[] TEXT = "x".repeat(160).getBytes(UTF_8);

  private final FrameDecoder decoder = new FrameDecoder(1 << 17);
  private final ByteBuf frame =
      Unpooled.directBuffer()
          .writeByte(0x81)
          .writeByte(0x80 | 126)
          .writeShort(TEXT.length)
          .writeInt(0x01020304)
          .writeBytes(TEXT);

  /** Unmasks, checks the UTF-8 and makes a string. */
  @Benchmark
  public void decodeText(Blackhole blackhole) throws FrameDecoder.FrameException {
    frame.readerIndex(0);
    decoder.decode(frame, new Taking(blackhole));
  }

  private record Taking(Blackhole blackhole) implements FrameDecoder.Listener {
    @Override
    public void text(String text) {
      blackhole.consume(text);
    }

    @Override
    public void binary(byte[] bytes) {}

    @Override
    public void ping(byte[] payload) {}

    @Override
    public void pong() {}

    @Override
    public void close(int code) {}
  }
}
