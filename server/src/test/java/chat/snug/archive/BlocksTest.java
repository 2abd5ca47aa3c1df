package chat.snug.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The server reads a text as the page does: the same texts, the same trees. */
final class BlocksTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A text, its tree in the words of texts.json, and how it reads in one line. */
  record Shown(String text, JsonNode tree, String plain) {}

  static Stream<Shown> texts() {
    return JSON.readTree(Path.of("../web/test/texts.json"))
        .valueStream()
        .flatMap(JsonNode::valueStream)
        .map(one -> {
          String text = one.get("text").asString();
          return new Shown(
              text,
              one.has("tree") ? one.get("tree") : asTyped(text),
              one.has("plain")
                  ? one.get("plain").asString()
                  : text.replaceAll("\\s+", " ").strip());
        });
  }

  @ParameterizedTest
  @MethodSource("texts")
  void readsATextAsThePageDoes(Shown shown) {
    assertThat(tree(Blocks.read(shown.text()))).isEqualTo(shown.tree());
    assertThat(MessageWords.of(shown.text())).isEqualTo(shown.plain());
  }

  private static JsonNode asTyped(String text) {
    return JSON.createArrayNode().add(node("p", JSON.createArrayNode().add(text)));
  }

  private static ArrayNode tree(List<Block> blocks) {
    ArrayNode tree = JSON.createArrayNode();
    for (Block block : blocks) {
      tree.add(
          switch (block) {
            case Block.Paragraph(List<Span> spans) -> node("p", spans(spans));
            case Block.Fence(String code, String language) -> {
              ObjectNode fence = JSON.createObjectNode().put("fence", code);
              yield language.isEmpty() ? fence : fence.put("in", language);
            }
            case Block.Quote(List<Block> quoted) -> node("quote", tree(quoted));
            case Block.Listing list -> {
              ArrayNode items = JSON.createArrayNode();
              list.items().forEach(item -> items.add(tree(item)));
              yield JSON.createObjectNode().put("list", list.before(0)).set("items", items);
            }
          });
    }
    return tree;
  }

  private static ArrayNode spans(List<Span> spans) {
    ArrayNode all = JSON.createArrayNode();
    for (Span span : spans) {
      switch (span) {
        case Span.Text(String text) -> all.add(text);
        case Span.Code(String code) -> all.add(JSON.createObjectNode().put("code", code));
        case Span.Link(String address, List<Span> words) ->
            all.add(JSON.createObjectNode().put("a", address).set("of", spans(words)));
        case Span.Marked(Span.Manner manner, List<Span> words) ->
            all.add(
                node(
                    switch (manner) {
                      case STRONG -> "b";
                      case EMPHASIS -> "i";
                      case STRUCK -> "s";
                      case HIDDEN -> "hide";
                    },
                    spans(words)));
      }
    }
    return all;
  }

  private static ObjectNode node(String name, JsonNode value) {
    ObjectNode node = JSON.createObjectNode();
    node.set(name, value);
    return node;
  }
}
