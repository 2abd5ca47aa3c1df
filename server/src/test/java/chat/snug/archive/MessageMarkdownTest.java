package chat.snug.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages in a room that was saved as Markdown, as a viewer shows them that is not ours. */
final class MessageMarkdownTest {
  private static final List<org.commonmark.Extension> EXTENSIONS =
      List.of(AutolinkExtension.create(), StrikethroughExtension.create());
  private static final Parser VIEWER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer SCREEN =
      HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true).build();

  static Stream<String> texts() {
    return BlocksTest.texts().map(BlocksTest.Shown::text);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void showsTheSameWordsInAnyViewer(String text) {
    String written = MessageMarkdown.of(text);

    String seen = wordsOf(SCREEN.render(VIEWER.parse(written)));
    // CommonMark wants a space beside punctuation, which these scripts have not: the stars are seen
    boolean isUnspaced = text.codePoints().anyMatch(Letters::isUnspaced);
    assertThat(isUnspaced ? seen.replace("**", "") : seen)
        .as(written)
        .isEqualTo(wordsOf(MessageHtml.of(text)));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void endsWithItsMessage(String text) {
    String written = "**Ana** 10:00\n\n" + MessageMarkdown.of(text) + "\n\n**Bo** 10:01\n\nhello\n";

    Node last = VIEWER.parse(written).getLastChild();

    assertThat(last).isInstanceOf(Paragraph.class);
    assertThat(SCREEN.render(last)).isEqualTo("<p>hello</p>\n");
    assertThat(SCREEN.render(last.getPrevious())).isEqualTo("<p><strong>Bo</strong> 10:01</p>\n");
  }

  @Test
  void closesWhatIsOpenAndKeepsLines() {
    assertThat(MessageMarkdown.of("a\n```\nunclosed")).isEqualTo("a\n\n```\nunclosed\n```");
    assertThat(MessageMarkdown.of("one\ntwo")).isEqualTo("one  \ntwo");
    assertThat(MessageMarkdown.of("````\n```\n````")).isEqualTo("````\n```\n````");
    assertThat(MessageMarkdown.of("<!-- a")).isEqualTo("\\<!-- a");
    assertThat(MessageMarkdown.of("a\n===")).isEqualTo("a  \n\\===");
    assertThat(MessageMarkdown.of("[a]: b")).isEqualTo("\\[a\\]: b");
    assertThat(MessageMarkdown.of("Shall we *meet*?")).isEqualTo("Shall we *meet*?");
  }

  /** What is seen of a page, without what only its marks add. */
  private static String wordsOf(String html) {
    return html.replaceAll("<span class=\"host\">.*?</span>", "")
        .replaceAll("(?s)<span class=\"spoiler\"[^>]*>(.*?)</span>", "||$1||")
        .replaceAll("<[^>]*>", "")
        .replace("&#39;", "'")
        .replaceAll("[\\s\u00a0]+", "");
  }
}
