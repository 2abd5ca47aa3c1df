package chat.snug.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an address asks for, as browsers write it. */
final class QueryStringTest {
  @Test
  void readsNamesAndValues() {
    assertThat(QueryString.parse("/socket.io/?EIO=4&transport=polling&sid="))
        .isEqualTo(Map.of("EIO", "4", "transport", "polling", "sid", ""));
    assertThat(QueryString.parse("/?a=b=c&d")).isEqualTo(Map.of("a", "b=c", "d", ""));
  }

  @Test
  void readsNothingWhereNothingIsAsked() {
    assertThat(QueryString.parse("/path")).isEmpty();
    assertThat(QueryString.parse("/path#fragment?a=b")).isEmpty();
    assertThat(QueryString.parse("/path?a=b#c=d")).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void readsWhatIsEscapedAndLeavesWhatIsNot() {
    assertThat(QueryString.parse("/?a=h%C3%A9+%2B&%61b=%zz%4&c=%"))
        .isEqualTo(Map.of("a", "hé +", "ab", "%zz%4", "c", "%"));
  }

  @Test
  void takesTheLastOfTwo() {
    assertThat(QueryString.parse("/?a=1&a=2")).isEqualTo(Map.of("a", "2"));
  }
}
