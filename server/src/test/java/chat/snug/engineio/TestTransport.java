package chat.snug.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transport that takes everything while it is writable, as the packets of a payload. */
final class TestTransport implements Transport {
  private final String name;
  private final List<String> taken = new ArrayList<>();
  private long progress;
  boolean writable = true;
  boolean reading = true;
  @Nullable CloseReason closed;

  TestTransport(String name) {
    this.name = name;
  }

  /** The packets since the last call. */
  List<String> taken() {
    List<String> packets = List.copyOf(taken);
    taken.clear();
    return packets;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void drain(OutboundQueue queue) {
    while (writable && !queue.isEmpty()) {
      String payload = new String(queue.pollPayload(Integer.MAX_VALUE, Integer.MAX_VALUE), UTF_8);
      progress++;
      taken.addAll(List.of(payload.split("\u001e")));
    }
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public int heldBytes() {
    return 0;
  }

  @Override
  public long progress() {
    return progress;
  }

  @Override
  public void setReading(boolean on) {
    reading = on;
  }

  @Override
  public void close(CloseReason reason) {
    closed = reason;
  }
}
