package chat.snug.socketio;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the JSON of packets. How long strings and names are is bounded by the packet; bounded here
 * is what costs more than its length: depth, and digits of a number. Of a name that is given twice
 * the last value counts, as in JavaScript. Names are not kept: they are the client's. Thread-safe.
 */
final class Json {
  private static final int MAX_NUMBER_LENGTH = 1_000;

  private final JsonMapper mapper;

  Json(SocketOptions options) {
    StreamReadConstraints bounds =
        StreamReadConstraints.builder()
            .maxNestingDepth(options.maxJsonDepth())
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(bounds)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();
    mapper =
        JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }

  /** The value, or a missing one if it is beyond the bounds. */
  JsonNode read(String json) throws MalformedSocketPacketException {
    try {
      return mapper.readTree(json);
    } catch (StreamConstraintsException beyond) {
      return MissingNode.getInstance();
    } catch (JacksonException malformed) {
      throw new MalformedSocketPacketException("payload: not JSON");
    }
  }
}
