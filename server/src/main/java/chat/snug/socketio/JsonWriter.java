package chat.snug.socketio;

import tools.jackson.core.JsonGenerator;

/** Writes one JSON value. */
@FunctionalInterface
public interface JsonWriter {
  /** Writes exactly one value. */
  void write(JsonGenerator json);
}
