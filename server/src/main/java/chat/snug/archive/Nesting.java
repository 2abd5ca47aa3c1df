package chat.snug.archive;

import java.util.function.Predicate;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/**
 * How deep a message may nest, as in the page: whoever visits a tree calls itself for each level.
 * Stateless; does not call itself.
 */
final class Nesting {
  private static final int MAX_DEPTH = 8;

  /** A list takes two of them, the text one; one more, so that what is too deep is seen to be. */
  static final int MAX_OPEN_BLOCKS = 2 * (MAX_DEPTH + 1) + 1;

  private Nesting() {}

  /** The tree, or an empty one if quotes, lists and what stands within lines nest too deeply. */
  static Node emptyIfTooDeep(Node tree) {
    return hasAny(tree, node -> depth(node) > MAX_DEPTH) ? new Document() : tree;
  }

  /** Whether there is anything in it that is seen. */
  static boolean showsSomething(Node tree) {
    return hasAny(
        tree,
        node ->
            switch (node) {
              case Text text -> !text.getLiteral().isBlank();
              case Code code -> !code.getLiteral().isBlank();
              case FencedCodeBlock code -> !code.getLiteral().isBlank();
              case Link _, Image _, LinkReferenceDefinition _ -> true;
              default -> false;
            });
  }

  private static int depth(Node node) {
    int depth = 0;
    for (Node above = node; above != null && depth <= MAX_DEPTH; above = above.getParent()) {
      boolean isFrame =
          above instanceof Document || above instanceof ListItem || above instanceof Paragraph;
      depth += isFrame || above.getFirstChild() == null ? 0 : 1;
    }
    return depth;
  }

  /** Node after node, each before what is within it. */
  private static boolean hasAny(Node tree, Predicate<Node> wanted) {
    Node node = tree;
    while (node != null) {
      if (wanted.test(node)) {
        return true;
      }
      node = node.getFirstChild() == null ? following(node, tree) : node.getFirstChild();
    }
    return false;
  }

  private static @Nullable Node following(Node node, Node tree) {
    Node from = node;
    while (from != tree && from.getNext() == null) {
      from = from.getParent();
    }
    return from == tree ? null : from.getNext();
  }
}
