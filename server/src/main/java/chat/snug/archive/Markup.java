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
import org.commonmark.node.Image;
import org.commonmark.node.Link;
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

/**
 * Messages as HTML: the part of Markdown that the page knows (CommonMark 0.31). HTML in a message
 * is shown as typed, pictures from elsewhere are links, and links lead to the web alone. Stateless.
 */
final class Markup {
  private static final Set<Class<? extends Block>> BLOCKS =
      Set.of(BlockQuote.class, FencedCodeBlock.class, ListBlock.class);

  private static final Parser PARSER =
      Parser.builder()
          .enabledBlockTypes(BLOCKS)
          .extensions(
              List.of(
                  AutolinkExtension.builder().linkTypes(AutolinkType.URL).build(),
                  StrikethroughExtension.builder().requireTwoTildes(true).build()))
          .customDelimiterProcessor(new SpoilerMarks())
          .build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .escapeHtml(true)
          .sanitizeUrls(true)
          .softbreak("<br>\n")
          .extensions(List.of(StrikethroughExtension.create()))
          .nodeRendererFactory(SpoilerRenderer::new)
          .nodeRendererFactory(ImageRenderer::new)
          .attributeProviderFactory(_ ->
              (node, _, attributes) -> {
                if (node instanceof Link) {
                  attributes.put("rel", "noopener noreferrer nofollow");
                }
              })
          .build();

  private Markup() {}

  /** The text as blocks of HTML. */
  static String render(String text) {
    return RENDERER.render(PARSER.parse(text));
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

  /** The file loads nothing from anywhere: a picture in a text is a link to it. */
  private record ImageRenderer(HtmlNodeRendererContext context) implements NodeRenderer {
    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Image.class);
    }

    @Override
    public void render(Node node) {
      Image image = (Image) node;
      Link link = new Link(image.getDestination(), image.getTitle());
      Node child = image.getFirstChild();
      if (child == null) {
        link.appendChild(new Text(image.getDestination()));
      }
      while (child != null) {
        Node next = child.getNext();
        link.appendChild(child);
        child = next;
      }
      context.render(link);
    }
  }
}
