package chat.snug.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.limit.Shares;
import chat.snug.net.HttpAnswer;
import chat.snug.net.HttpExchange;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong in a request is answered. */
final class WorkTest {
  private static final String ADDRESS = "127.0.0.1";

  private static List<Throwable> faults() {
    return List.of(
        new IllegalStateException("wrong"),
        new StackOverflowError(),
        new NoClassDefFoundError("missing"),
        new ExceptionInInitializerError("broken"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void answersWhateverIsThrownAndGivesItsPlaceBack(Throwable fault) {
    Shares places = new Shares(1, 1);
    Answers answers = new Answers();

    Work.handler(exchange -> Work.inPlace(places, exchange.remoteAddress(), () -> fail(fault)))
        .handle(answers);

    assertThat(answers.given).extracting(HttpAnswer::status).containsExactly(500);
    assertThat(places.take(ADDRESS)).isEqualTo(Shares.Verdict.TAKEN);
  }

  private static void fail(Throwable fault) {
    switch (fault) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> throw new AssertionError(fault);
    }
  }

  /** A request that remembers its answers. */
  private static final class Answers implements HttpExchange {
    private final List<HttpAnswer> given = new ArrayList<>();

    @Override
    public String path() {
      return "/path";
    }

    @Override
    public String parameter(String name) {
      return name;
    }

    @Override
    public Optional<String> query(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.empty();
    }

    @Override
    public String remoteAddress() {
      return ADDRESS;
    }

    @Override
    public boolean isDirect() {
      return true;
    }

    @Override
    public InputStream body() {
      return InputStream.nullInputStream();
    }

    @Override
    public void respond(HttpAnswer answer) {
      given.add(answer);
    }
  }
}
