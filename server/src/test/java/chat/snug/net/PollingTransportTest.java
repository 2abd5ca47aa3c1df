package chat.snug.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EngineOptions;
import chat.snug.engineio.EngineSession;
import chat.snug.engineio.EngineSessions;
import chat.snug.engineio.SessionListener;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PollingTransportTest {
  private final Vertx vertx = Vertx.vertx();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch came = new CountDownLatch(1);
  private final CompletableFuture<PollExchange> gone = new CompletableFuture<>();
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void listen() {
    OriginPolicy policy = new OriginPolicy(List.of(), false);
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> {
              PollExchange exchange = new PollExchange(request, policy);
              request.response().closeHandler(_ -> gone.complete(exchange));
              came.countDown();
            })
            .listen(0, "127.0.0.1")
            .await();
  }

  @AfterEach
  void stop() {
    loop.shutdownNow();
    vertx.close().await();
  }

  @Test
  void endsTheSessionWhenAnAnswerComesTooLateForItsConnection() throws Exception {
    PollExchange late = pollOfAConnectionThatIsClosed();
    PollingTransport transport = new PollingTransport(100_000, new LongAdder());

    loop.execute(() -> {
      transport.attach(open(transport));
      transport.poll(late);
    });

    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.TRANSPORT_ERROR);
  }

  private PollExchange pollOfAConnectionThatIsClosed() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      assertThat(came.await(10, TimeUnit.SECONDS)).isTrue();
    }
    return gone.get(10, TimeUnit.SECONDS);
  }

  /** A session whose open packet waits for a poll. */
  private EngineSession open(PollingTransport transport) {
    return new EngineSessions(EngineOptions.defaults(), new Random(1), _ -> new Listener())
        .open(transport, loop, "127.0.0.1", () -> {});
  }

  private final class Listener implements SessionListener {
    @Override
    public void text(String text) {
      throw new AssertionError(text);
    }

    @Override
    public void binary(byte[] bytes) {
      throw new AssertionError(bytes.length + " bytes");
    }

    @Override
    public void writable() {}

    @Override
    public void closed(CloseReason reason) {
      closed.complete(reason);
    }
  }
}
