package chat.snug.archive;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.autolink.AutolinkType;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Nodes;
import org.commonmark.node.SourceSpans;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.parser.delimiter.DelimiterProcessor;
import org.commonmark.parser.delimiter.DelimiterRun;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages as HTML: the part of Markdown that the page knows (CommonMark 0.31). HTML in a message
 * is shown as typed, pictures from elsewhere are links, and links lead to the web alone. Stateless.
 */
final class Markup {
  private static final Logger LOG = LoggerFactory.getLogger(Markup.class);
  private static final Set<Class<? extends Block>> BLOCKS =
      Set.of(BlockQuote.class, FencedCodeBlock.class, ListBlock.class);

  private static final Parser PARSER =
      Parser.builder()
          .enabledBlockTypes(BLOCKS)
          .maxOpenBlockParsers(Nesting.MAX_OPEN_BLOCKS)
          .postProcessor(Nesting::emptyIfTooDeep)
          .extensions(
              List.of(
                  AutolinkExtension.builder().linkTypes(AutolinkType.URL).build(),
                  StrikethroughExtension.builder().requireTwoTildes(true).build()))
          .customDelimiterProcessor(new SpoilerMarks())
          .build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .escapeHtml(true)
          .softbreak("<br>\n")
          .extensions(List.of(StrikethroughExtension.create()))
          .nodeRendererFactory(SpoilerRenderer::new)
          .nodeRendererFactory(LinkRenderer::new)
          .build();

  private Markup() {}

  /** The text as blocks of HTML; as it was typed where nothing else would be seen of it. */
  static String render(String text) {
    try {
      Node tree = PARSER.parse(text);
      return Nesting.showsSomething(tree) ? RENDERER.render(tree) : asTyped(text);
    } catch (RuntimeException | StackOverflowError failed) {
      LOG.warn("a message of {} characters is written as typed", text.length(), failed);
      return asTyped(text);
    }
  }

  private static String asTyped(String text) {
    return "<p>" + Html.escape(text.strip()).replace("\n", "<br>\n") + "</p>\n";
  }

  /** A text that is hidden until somebody wants to see it. */
  private static final class Spoiler extends CustomNode {}

  /** Two strokes before it and two after it. */
  private static final class SpoilerMarks implements DelimiterProcessor {
    @Override
    public char getOpeningCharacter() {
      return '|';
    }

    @Override
    public char getClosingCharacter() {
      return '|';
    }

    @Override
    public int getMinLength() {
      return 2;
    }

    @Override
    public int process(DelimiterRun opening, DelimiterRun closing) {
      if (opening.length() < 2 || closing.length() < 2) {
        return 0;
      }
      Text opener = opening.getOpener();
      Spoiler spoiler = new Spoiler();
      SourceSpans spans = new SourceSpans();
      for (Node node : Nodes.between(opener, closing.getCloser())) {
        spoiler.appendChild(node);
        spans.addAll(node.getSourceSpans());
      }
      spoiler.setSourceSpans(spans.getSourceSpans());
      opener.insertAfter(spoiler);
      return 2;
    }
  }

  private record SpoilerRenderer(HtmlNodeRendererContext context) implements NodeRenderer {
    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Spoiler.class);
    }

    @Override
    public void render(Node node) {
      context.getWriter().tag("span", Map.of("class", "spoiler", "tabindex", "0"));
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        context.render(child);
      }
      context.getWriter().tag("/span");
    }
  }
}
