package chat.snug.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message becomes in a room that was saved as a page. */
final class MessageHtmlTest {
  private static final int LONGEST = 4_000;
  private static final List<String> PIECES =
      List.of(
          ">",
          "> ",
          "- ",
          "1. ",
          "* ",
          "+ ",
          "[",
          "![",
          "](",
          "]",
          "[a](",
          "*",
          "**",
          "_",
          "*_",
          "**__",
          "~~",
          "||",
          "||~~",
          "`",
          "```\n",
          "\\",
          "<",
          "<a ",
          "&#",
          "a*",
          "*a",
          "* a\n ",
          "> - ",
          "- > 1. ",
          "[*",
          "![**",
          "||*",
          "(",
          "[a]: b\n",
          "http://a/(",
          "a@b.",
          "\u0301");

  /** Each piece again and again, alone and open, closed from the other end, and two in turns. */
  static Stream<String> longestShapes() {
    List<String> shapes = new ArrayList<>();
    for (String piece : PIECES) {
      shapes.add(repeated(piece));
      shapes.add(mirrored(piece));
      shapes.add(indented(piece));
      for (String other : List.of("> ", "*", "[", "||")) {
        shapes.add(repeated(piece + other));
      }
    }
    return shapes.stream();
  }

  @ParameterizedTest
  @MethodSource("longestShapes")
  void writesAnyShapeOfTheLongestMessageOnASmallStack(String text) throws InterruptedException {
    List<String> written = new ArrayList<>();
    Thread small =
        new Thread(null, () -> written.add(MessageHtml.of(text)), "small stack", 256 * 1024);

    small.start();
    small.join();

    assertThat(written).hasSize(1);
    assertThat(written.getFirst().replaceAll("<[^>]*>", "")).isNotBlank();
  }

  @Test
  void nestsEightDeepAndShowsWhatIsDeeperAsItWasTyped() {
    assertThat(MessageHtml.of("> ".repeat(8) + "deep"))
        .contains("<blockquote dir=\"auto\">", "<p>deep</p>");
    assertThat(MessageHtml.of("> ".repeat(9) + "deep")).contains("<p>&gt; deep</p>");
    assertThat(MessageHtml.of(nested(4)))
        .contains("<del>", "class=\"spoiler\"")
        .doesNotContain("~~");
    assertThat(MessageHtml.of(nested(5))).contains("<del>", "~~", "||");
  }

  @Test
  void linksToTheWeb() {
    assertThat(MessageHtml.of("[here](https://example.com/a?b=1&c) and http://example.com"))
        .isEqualTo(
            "<p dir=\"auto\"><a rel=\"noopener noreferrer nofollow\""
                + " href=\"https://example.com/a?b=1&amp;c\">here</a>"
                + " <span class=\"host\">(example.com)</span> and"
                + " <a rel=\"noopener noreferrer nofollow\" href=\"http://example.com\">"
                + "http://example.com</a></p>\n");
    assertThat(MessageHtml.of("![a picture](https://example.com/a.png)"))
        .contains("![a picture](<a ")
        .doesNotContain("<img");
  }

  @Test
  void namesTheHostAsItIsLookedUp() {
    assertThat(MessageHtml.of("[example.com](https://ex\u0430mple.com/)"))
        .contains("(xn--exmple-4nf.com)");
    assertThat(MessageHtml.of("https://user@example.com")).doesNotContain("href");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//host/share",
        "\\\\\\\\host\\share",
        "./x",
        "x",
        "../x",
        "/x",
        "#x",
        "?x",
        "data:text/html,x",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "file:///etc/passwd",
        "ftp://host/x",
        "mailto:ana@example.com",
        "https:example.com",
        "https:/example.com",
        "http://",
        "smb://host/x",
        "",
      })
  void linksToNothingElse(String address) {
    assertThat(MessageHtml.of("[words](<" + address + ">)"))
        .contains("[words](")
        .doesNotContain("href");
    assertThat(MessageHtml.of("![words](<" + address + ">)"))
        .contains("words")
        .doesNotContain("href");
    assertThat(MessageHtml.of("[words]\n\n[words]: <" + address + ">")).doesNotContain("href");
    assertThat(MessageHtml.of("<" + address + ">")).doesNotContain("href");
  }

  @Test
  void showsCodeExactlyAsItWasSent() {
    assertThat(MessageHtml.of("```js\n\n  a < b\n```"))
        .isEqualTo("<pre data-language=\"js\"><code>\n  a &lt; b</code></pre>\n");
  }

  @Test
  void putsNumbersAndBarsWhereTheWordsBegin() {
    assertThat(MessageHtml.of("2. b")).isEqualTo("<p dir=\"auto\">2. b</p>\n");
    assertThat(MessageHtml.of("1) a"))
        .isEqualTo("<ol dir=\"auto\" class=\"brackets\">\n<li><p>a</p>\n</li>\n</ol>\n");
    assertThat(MessageHtml.of("> a"))
        .isEqualTo("<blockquote dir=\"auto\">\n<p>a</p>\n</blockquote>\n");
  }

  private static String nested(int levels) {
    return "||a ~~b ".repeat(levels) + "c\nd" + " e~~ f||".repeat(levels);
  }

  private static String repeated(String piece) {
    return piece.repeat(LONGEST / piece.length());
  }

  private static String mirrored(String piece) {
    String half = piece.repeat(LONGEST / 2 / piece.length());
    return half + "a" + new StringBuilder(half).reverse();
  }

  /** A list in a list in a list, each on its own line; 100 lines are the most. */
  private static String indented(String piece) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 80 && text.length() < LONGEST - 100; i++) {
      text.append(" ".repeat(i * 2)).append(piece.strip()).append(" a\n");
    }
    return text.substring(0, Math.min(LONGEST, text.length()));
  }
}
