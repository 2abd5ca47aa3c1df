package chat.snug.socketio;

import tools.jackson.core.JsonGenerator;

/** Writes one JSON value. */
@FunctionalInterface
public interface JsonWriter {
  /** Writes exactly one value. */
  void write(JsonGenerator json);

  /** Writes a value that is there already; binary nodes are not allowed in it. */
  static JsonWriter of(tools.jackson.databind.JsonNode node) {
    return json -> json.writeTree(node);
  }
}
