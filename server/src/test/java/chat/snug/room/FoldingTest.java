package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is found by what: the same words as in the page and in a saved room. */
final class FoldingTest {
  /** Words that are looked for, and a text. */
  record Looked(String query, String text) {}

  static Stream<Looked> found() {
    return looked("found");
  }

  static Stream<Looked> notFound() {
    return looked("not found");
  }

  private static Stream<Looked> looked(String kind) {
    return JsonMapper.shared()
        .readTree(Path.of("../web/test/folds.json"))
        .get(kind)
        .valueStream()
        .map(pair -> new Looked(text(pair, 0), text(pair, 1)));
  }

  private static String text(JsonNode pair, int place) {
    return pair.get(place).asString();
  }

  @ParameterizedTest
  @MethodSource("found")
  void findsWhateverCaseAccentsAndSignsOfWriting(Looked looked) {
    assertThat(Search.words(looked.query()))
        .isNotEmpty()
        .allMatch(word -> Search.fold(looked.text()).contains(word));
  }

  @ParameterizedTest
  @MethodSource("notFound")
  void tellsOtherLettersApart(Looked looked) {
    assertThat(Search.words(looked.query()))
        .isNotEmpty()
        .noneMatch(word -> Search.fold(looked.text()).contains(word));
  }
}
