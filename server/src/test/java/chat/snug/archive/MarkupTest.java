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
final class MarkupTest {
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
        new Thread(null, () -> written.add(Markup.render(text)), "small stack", 256 * 1024);

    small.start();
    small.join();

    assertThat(written).hasSize(1);
    assertThat(written.getFirst().replaceAll("<[^>]*>", "")).isNotBlank();
  }

  @Test
  void nestsEightDeepAndShowsWhatIsDeeperAsItWasTyped() {
    assertThat(Markup.render("> ".repeat(8) + "deep")).contains("<blockquote>", "deep");
    assertThat(Markup.render("> ".repeat(9) + "deep"))
        .isEqualTo("<p>" + "&gt; ".repeat(9) + "deep</p>\n");
    assertThat(Markup.render(nested(4))).contains("<del>", "class=\"spoiler\"");
    assertThat(Markup.render(nested(5)))
        .isEqualTo("<p>" + nested(5).replace("\n", "<br>\n") + "</p>\n");
  }

  @Test
  void linksToTheWeb() {
    assertThat(Markup.render("[here](https://example.com/a?b=1&c) and http://example.com"))
        .isEqualTo(
            "<p><a rel=\"noopener noreferrer nofollow\" href=\"https://example.com/a?b=1&amp;c\">"
                + "here</a> and <a rel=\"noopener noreferrer nofollow\""
                + " href=\"http://example.com\">http://example.com</a></p>\n");
    assertThat(Markup.render("![a picture](https://example.com/a.png)"))
        .contains(">a picture</a>")
        .doesNotContain("<img");
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
    assertThat(Markup.render("[words](<" + address + ">)"))
        .contains("[words](")
        .doesNotContain("href");
    assertThat(Markup.render("![words](<" + address + ">)"))
        .contains("words")
        .doesNotContain("href");
    assertThat(Markup.render("[words]\n\n[words]: <" + address + ">")).doesNotContain("href");
    assertThat(Markup.render("<" + address + ">")).doesNotContain("href");
  }

  @Test
  void showsWhatWouldOnlyDefineALink() {
    assertThat(Markup.render("[a]: https://example.com/ 'why'"))
        .contains("[a]: https://example.com/");
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
