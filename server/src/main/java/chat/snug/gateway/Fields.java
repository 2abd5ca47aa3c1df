package chat.snug.gateway;

import chat.snug.room.Characters;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The object that comes with an event, read field by field. What is absent, null or not as expected
 * is told by name. Immutable.
 */
final class Fields {
  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /** The first argument, which must be an object. */
  static Fields of(List<JsonNode> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().isObject()) {
      throw malformed("An object is expected after the name of the event.");
    }
    return new Fields(arguments.getFirst());
  }

  Optional<String> text(String name) {
    return node(name)
        .map(node -> {
          if (!node.isString()) {
            throw malformed(name + ": a string is expected.");
          }
          return sound(name, node.stringValue());
        });
  }

  /** No field of any command may have a character that no store can keep. */
  private static String sound(String name, String text) {
    if (!Characters.areSound(text)) {
      throw malformed(name + ": a character stands for nothing.");
    }
    return text;
  }

  /** A value whose form the given constructor checks. */
  <T> Optional<T> value(String name, Function<String, T> constructor) {
    return text(name).map(text -> checked(text, constructor));
  }

  private static <V, T> T checked(V value, Function<V, T> constructor) {
    try {
      return constructor.apply(value);
    } catch (IllegalArgumentException unreadable) {
      throw malformed(unreadable.getMessage() + ".");
    }
  }

  <T> T required(String name, Function<String, T> constructor) {
    return value(name, constructor).orElseThrow(() -> malformed(name + " is missing."));
  }

  /** A list of values whose form the given constructor checks; empty if it is absent. */
  <T> List<T> list(String name, Function<JsonNode, T> constructor) {
    return node(name)
        .map(node -> {
          if (!node.isArray()) {
            throw malformed(name + ": a list is expected.");
          }
          return node.valueStream().map(value -> checked(value, constructor)).toList();
        })
        .orElse(List.of());
  }

  OptionalLong number(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!node.get().isIntegralNumber() || !node.get().canConvertToLong()) {
      throw malformed(name + ": an integer is expected.");
    }
    return OptionalLong.of(node.get().longValue());
  }

  boolean flag(String name) {
    return node(name)
        .map(node -> {
          if (!node.isBoolean()) {
            throw malformed(name + ": true or false is expected.");
          }
          return node.booleanValue();
        })
        .orElseThrow(() -> malformed(name + " is missing."));
  }

  Optional<Fields> object(String name) {
    return node(name)
        .map(node -> {
          if (!node.isObject()) {
            throw malformed(name + ": an object is expected.");
          }
          return new Fields(node);
        });
  }

  /** Whether the field is there and says something else than what it would say by default. */
  boolean asksFor(String name, String... defaults) {
    return node(name).isPresent()
        && !(node(name).get().isString() && List.of(defaults).contains(text(name).orElse("")))
        && !(node(name).get().isArray() && node(name).get().isEmpty());
  }

  static RefusedException malformed(String message) {
    return new RefusedException(Refusal.MALFORMED, message);
  }

  private Optional<JsonNode> node(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }
}
