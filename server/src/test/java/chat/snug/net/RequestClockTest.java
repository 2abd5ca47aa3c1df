package chat.snug.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

final class RequestClockTest {
  private static final Duration IDLE = Duration.ofSeconds(15);

  private final LongAdder open = new LongAdder();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new RequestClock(null, "127.0.0.1", new OpenRequests(open), IDLE));

  @Test
  void closesAConnectionThatAsksNothing() {
    assertThat(openAfter(4_900)).isTrue();
    assertThat(openAfter(200)).isFalse();
  }

  @Test
  void waitsForABodyThatStandsStillForAWhile() {
    head();
    body(100);

    assertThat(openAfter(7_000)).isTrue();
    body(100);
    assertThat(openAfter(19_000)).isTrue();
  }

  @Test
  void takesABodyAsSlowAsAMobileLinkBringsIt() {
    head();
    for (int second = 0; second < 300; second++) {
      body(650);
      assertThat(openAfter(1_000)).as("after %d s", second).isTrue();
    }
  }

  @Test
  void closesWhenABodyNoLongerComes() {
    head();
    body(100_000);

    assertThat(openAfter(26_000)).isFalse();
  }

  @Test
  void closesWhenABodyComesByteByByte() {
    head();
    for (int second = 0; second < 36 && channel.isOpen(); second++) {
      body(1);
      openAfter(1_000);
    }

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void closesWhatNobodyAsksOnAnyMore() {
    head();
    end();
    assertThat(openAfter(60_000)).as("while the answer is due").isTrue();
    answer();

    assertThat(openAfter(14_900)).isTrue();
    assertThat(openAfter(200)).isFalse();
  }

  @Test
  void waitsForAnAnswerThatIsTakenSlowlyAndIsIdleOnlyAfterIt() {
    head();
    end();
    channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    channel.write(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(openAfter(45_000)).as("while it waits to be taken").isTrue();
    channel.flush();

    assertThat(openAfter(14_900)).isTrue();
    assertThat(openAfter(200)).isFalse();
  }

  @Test
  void closesWhenNothingOfAnAnswerIsTaken() {
    head();
    end();
    channel.write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));

    assertThat(openAfter(59_900)).isTrue();
    assertThat(openAfter(200)).isFalse();
  }

  @Test
  void waitsALittleForTheRestOfABodyThatHasItsAnswer() {
    head();
    answer();

    assertThat(openAfter(4_900)).isTrue();
    assertThat(openAfter(200)).isFalse();
  }

  @Test
  void closesAnIdleConnectionWhoseAnswerCameBeforeTheEndOfItsRequest() {
    head();
    answer();
    end();

    assertThat(openAfter(14_900)).isTrue();
    assertThat(openAfter(200)).isFalse();
  }

  @Test
  void countsWhatIsNotAnswered() {
    head();
    long receiving = open.sum();
    end();
    head();
    end();
    long two = open.sum();
    answer();
    long one = open.sum();
    channel.close();

    assertThat(receiving).isZero();
    assertThat(two).isEqualTo(2);
    assertThat(one).isEqualTo(1);
    assertThat(open.sum()).isZero();
  }

  @Test
  void countsAnAnswerThatCameBeforeTheEndOfItsRequestOnce() {
    head();
    answer();
    end();

    assertThat(open.sum()).isZero();
  }

  @Test
  void doesNotTakeContinueForAnAnswer() {
    head();
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    end();

    assertThat(open.sum()).isEqualTo(1);
  }

  private void head() {
    channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
  }

  private void body(int bytes) {
    channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[bytes])));
  }

  private void end() {
    channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  private void answer() {
    channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
  }

  private boolean openAfter(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    return channel.isOpen();
  }
}
