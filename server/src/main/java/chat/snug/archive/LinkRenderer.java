package chat.snug.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * Links that lead to the web; every other stays words and an address. The file loads nothing from
 * anywhere: a picture in a text is a link to it. Confined to one rendering.
 */
record LinkRenderer(HtmlNodeRendererContext context) implements NodeRenderer {
  private static final Pattern WEB = Pattern.compile("(?i)https?://[^\\s/?#\\\\].*");

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(Link.class, Image.class, LinkReferenceDefinition.class);
  }

  @Override
  public void render(Node node) {
    switch (node) {
      case Link link -> render(link, link.getDestination());
      case Image image -> render(image, image.getDestination());
      case LinkReferenceDefinition definition -> {
        HtmlWriter html = context.getWriter();
        html.line();
        html.tag("p");
        html.text("[%s]: %s".formatted(definition.getLabel(), definition.getDestination()));
        html.tag("/p");
        html.line();
      }
      default -> throw new IllegalArgumentException("no link: " + node);
    }
  }

  private void render(Node node, String destination) {
    HtmlWriter html = context.getWriter();
    boolean isAddress =
        node.getFirstChild() == null
            || (node.getFirstChild() instanceof Text text && text.getLiteral().equals(destination));
    if (WEB.matcher(destination).matches()) {
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("rel", "noopener noreferrer nofollow");
      attributes.put("href", context.encodeUrl(destination));
      html.tag("a", attributes);
      renderWords(node, destination);
      html.tag("/a");
    } else if (isAddress) {
      html.text(destination);
    } else {
      html.text("[");
      renderWords(node, destination);
      html.text("](%s)".formatted(destination));
    }
  }

  private void renderWords(Node node, String destination) {
    if (node.getFirstChild() == null) {
      context.getWriter().text(destination);
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      context.render(child);
    }
  }
}
