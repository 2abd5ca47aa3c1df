package chat.snug.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which part of a file is asked for. */
final class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-99, 0, 99",
    "bytes=10-, 10, 99",
    "bytes=10-1000, 10, 99",
    "bytes=-1, 99, 99",
    "bytes=-1000, 0, 99",
    "' bytes=3-4 ', 3, 4",
    "bytes=99-999999999999999999, 99, 99"
  })
  void givesThePartThatIsThere(String header, long first, long last) {
    ByteRange range = ByteRange.parse(header, 100).orElseThrow();

    assertThat(range).isEqualTo(new ByteRange(first, last));
    assertThat(range.length()).isEqualTo(last - first + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes=-",
        "bytes=-0",
        "bytes=100-",
        "bytes=5-4",
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=a-b",
        "bytes=0-1000000000000000000000"
      })
  void givesAllOfItWhereTheQuestionMakesNoSense(String header) {
    assertThat(ByteRange.parse(header, 100)).isEmpty();
  }

  @Test
  void givesAllOfItWhereNothingIsAskedAndWhereNothingIs() {
    assertThat(ByteRange.parse(null, 100)).isEmpty();
    assertThat(ByteRange.parse("bytes=0-0", 0)).isEmpty();
    assertThat(ByteRange.parse("bytes=-5", 0)).isEmpty();
  }
}
